-- after: schema/protect_rows
CALL app.protect_rows('app.stored_files', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.stored_files TO cm_app;
