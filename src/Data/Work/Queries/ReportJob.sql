-- How far it is; no row when it is no business of the reporting instance any more.
UPDATE app.jobs SET done = @done, total = @total, heartbeat_at = @now
    WHERE owner_id = @owner AND id = @id AND attempts = @attempts AND locked_by = @instance AND state = 'running';
