GRANT USAGE ON SCHEMA app TO cm_app, cm_maintenance;

CALL app.protect_rows('app.conversations', 'owner_id');
CALL app.protect_rows('app.messages', 'owner_id');
CALL app.protect_rows('app.replies', 'owner_id');
CALL app.protect_rows('app.sends', 'owner_id');
CALL app.protect_rows('app.summaries', 'owner_id');
CALL app.protect_rows('app.summary_jobs', 'owner_id');
CALL app.protect_rows('app.api_keys', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE
    ON app.conversations, app.messages, app.replies, app.sends, app.summaries, app.summary_jobs, app.api_keys
    TO cm_app;
