-- Jobs of nobody have an owner that no account has, so the web sees none of them.
-- after: schema/protect_rows
CALL app.protect_rows('app.jobs', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.jobs TO cm_app;
