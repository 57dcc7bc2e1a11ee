-- after: schema/protect_rows
CALL app.protect_rows('app.exports', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.exports TO cm_app;
