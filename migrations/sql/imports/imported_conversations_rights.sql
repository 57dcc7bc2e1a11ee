-- after: schema/protect_rows
CALL app.protect_rows('app.imported_conversations', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.imported_conversations TO cm_app;
