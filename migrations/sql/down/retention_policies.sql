UPDATE app.retention_policies SET window_waits_for_summary = window_action <> 'delete', window_messages = nullif(window_messages, 0);
ALTER TABLE app.retention_policies ALTER COLUMN window_waits_for_summary DROP DEFAULT;
