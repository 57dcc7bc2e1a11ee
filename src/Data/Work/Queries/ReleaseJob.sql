-- Of whoever holds it only: it goes on elsewhere or later, and the time it was broken off does not count.
UPDATE app.jobs SET state = 'waiting', not_before = @not_before, attempts = attempts - 1
    WHERE owner_id = @owner AND id = @id AND attempts = @attempts AND locked_by = @instance AND state = 'running';
