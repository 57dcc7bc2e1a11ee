-- One of all instances gets the row, once an hour.
UPDATE app.sweep_layers SET last_run_at = @now
    WHERE name = 'request' AND (last_run_at IS NULL OR last_run_at <= @now - interval '1 hour');
