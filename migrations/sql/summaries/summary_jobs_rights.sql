-- Replies run as the owner, and ask for summaries after them: guests have no part in it.
-- after: schema/protect_rows
CALL app.protect_rows('app.summary_jobs', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.summary_jobs TO cm_app;
