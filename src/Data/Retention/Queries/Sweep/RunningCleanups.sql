SELECT id FROM app.cleanup_runs WHERE state IN ('running', 'paused') AND state = 'running' AND layer = 'panel' ORDER BY started_at;
