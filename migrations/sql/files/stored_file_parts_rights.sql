-- after: schema/protect_rows
CALL app.protect_rows('app.stored_file_parts', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.stored_file_parts TO cm_app;
