-- after: schema/protect_rows
CALL app.protect_rows('app.saved_searches', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.saved_searches TO cm_app;
