-- This instance ends: what it worked on goes on elsewhere at once, and the time it was broken off does not count.
UPDATE app.jobs SET state = 'waiting', not_before = @now, attempts = attempts - 1
    WHERE (owner_id, id, attempts) IN (SELECT * FROM unnest(@owners::uuid[], @ids::uuid[], @attempts::integer[])) AND locked_by = @instance AND state = 'running';
