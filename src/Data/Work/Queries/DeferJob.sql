-- Of whoever holds it only: it waits for its next time, or is given up.
UPDATE app.jobs SET state = @state, not_before = @not_before, attempts = CASE WHEN @anew THEN 0 ELSE attempts END, error = @error, finished_at = @now
    WHERE owner_id = @owner AND id = @id AND attempts = @attempts AND locked_by = @instance AND state = 'running';
