-- A sign of life for what this instance works on. Whatever is not answered was taken away: stopped, or taken over by another instance.
UPDATE app.jobs SET heartbeat_at = @now
    WHERE (owner_id, id, attempts) IN (SELECT * FROM unnest(@owners::uuid[], @ids::uuid[], @attempts::integer[])) AND locked_by = @instance AND state = 'running'
    RETURNING owner_id, id;
