UPDATE app.cleanup_runs SET state = CASE WHEN @whole THEN 'finished' ELSE 'stopped' END, finished_at = now(), heartbeat_at = now()
    WHERE id = @run;
