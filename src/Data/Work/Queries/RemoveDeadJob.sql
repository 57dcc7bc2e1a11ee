DELETE FROM app.jobs WHERE owner_id = @owner AND id = @id AND state = 'dead';
