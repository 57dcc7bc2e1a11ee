-- after: schema/protect_rows
CALL app.protect_rows('app.api_keys', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.api_keys TO cm_app;
