-- A sign of life of whoever works on an export, unless another worker has taken it over.
UPDATE app.exports SET heartbeat_at = @now WHERE owner_id = @owner AND id = @id AND attempts = @attempts AND state = 'running';
