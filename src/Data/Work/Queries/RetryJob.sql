UPDATE app.jobs SET state = 'waiting', attempts = 0, not_before = @now WHERE owner_id = @owner AND id = @id AND (state = 'dead' OR owner_id = @system AND state = 'waiting');
