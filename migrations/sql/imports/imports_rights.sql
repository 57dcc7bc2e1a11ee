-- after: schema/protect_rows
CALL app.protect_rows('app.imports', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.imports TO cm_app;
