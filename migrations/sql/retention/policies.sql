-- Row security of what came with retention. Holds, runs, the audit log and the figures of storage are the admins': the web has
-- no right to them, and works on them as maintenance once it has checked that the person is an admin.
CALL app.protect_rows('app.segments', 'owner_id');
CALL app.protect_rows('app.conversation_policies', 'owner_id');
CALL app.protect_rows('app.export_jobs', 'owner_id');
CALL app.protect_rows('app.saved_copies', 'owner_id');
CALL app.protect_rows('app.receipts', 'owner_id');
CALL app.protect_rows('app.ledger_entries', 'owner_id');
CALL app.protect_rows('app.usage', 'owner_id');
CALL app.protect_rows('app.holds', 'owner_id');
CALL app.protect_rows('app.notice_mails', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.segments, app.conversation_policies TO cm_app;
GRANT SELECT, INSERT ON app.export_jobs, app.receipts, app.ledger_entries TO cm_app;
GRANT SELECT, DELETE ON app.saved_copies TO cm_app;
GRANT SELECT ON app.usage TO cm_app;
GRANT SELECT (held) ON app.users TO cm_app;

GRANT SELECT ON app.resolved_policies, app.system_settings TO cm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.resolved_policies, app.retention_policies TO cm_maintenance;
GRANT SELECT, UPDATE ON app.system_settings, app.sweep_layers TO cm_maintenance;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.cleanup_runs, app.storage_snapshots, app.storage_status, app.storage_alerts TO cm_maintenance;
-- Append-only by grant as well.
GRANT SELECT, INSERT ON app.audit_log TO cm_maintenance;
