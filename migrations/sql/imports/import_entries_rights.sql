-- after: schema/protect_rows
CALL app.protect_rows('app.import_entries', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.import_entries TO cm_app;
