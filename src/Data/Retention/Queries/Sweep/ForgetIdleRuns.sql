-- Sweeps that found nothing to do are noted every few minutes; after a month nobody asks for them.
DELETE FROM app.cleanup_runs
    WHERE started_at < @before AND filter IS NULL AND state <> 'running' AND noticed + archived + trashed + deleted = 0
        AND NOT (SELECT read_only FROM app.system_settings);
