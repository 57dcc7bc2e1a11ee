-- What waited in tables of its own goes on where it was. Their rows are out of the owner's sight as well.
ALTER TABLE app.summary_jobs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.export_jobs NO FORCE ROW LEVEL SECURITY;
INSERT INTO app.jobs (owner_id, kind, subject, not_before, attempts, created_at)
    SELECT owner_id, 'summary', conversation_id, least(not_before, now()), attempts, requested_at FROM app.summary_jobs
    UNION ALL SELECT owner_id, 'saved_copy', conversation_id, least(not_before, now()), attempts, requested_at FROM app.export_jobs;

-- The rows of exports, imports and cleanups stay: they say what was asked for and what came of it. Who works on them stands in the job.
ALTER TABLE app.exports NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.imports NO FORCE ROW LEVEL SECURITY;
INSERT INTO app.jobs (owner_id, kind, subject, created_at)
    SELECT owner_id, 'export', id, created_at FROM app.exports WHERE state IN ('queued', 'running')
    UNION ALL SELECT owner_id, CASE state WHEN 'reading' THEN 'import_read' WHEN 'importing' THEN 'import' ELSE 'import_undo' END, id, created_at
        FROM app.imports WHERE state IN ('reading', 'importing', 'undoing')
    UNION ALL SELECT '00000000-0000-0000-0000-000000000000', 'cleanup', id, started_at FROM app.cleanup_runs WHERE state = 'running' AND layer = 'panel';
ALTER TABLE app.exports FORCE ROW LEVEL SECURITY;
ALTER TABLE app.imports FORCE ROW LEVEL SECURITY;
