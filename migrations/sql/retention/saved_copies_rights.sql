-- after: schema/protect_rows
CALL app.protect_rows('app.saved_copies', 'owner_id');

GRANT SELECT, DELETE ON app.saved_copies TO cm_app;
