-- The end of a job in the transaction that keeps its result: nothing, and so no result, when somebody stopped it or another instance took it over.
DELETE FROM app.jobs WHERE owner_id = @owner AND id = @id AND attempts = @attempts AND locked_by = @instance AND state = 'running';
