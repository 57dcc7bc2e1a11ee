-- after: schema/protect_rows
CALL app.protect_rows('app.export_jobs', 'owner_id');

GRANT SELECT, INSERT ON app.export_jobs TO cm_app;
