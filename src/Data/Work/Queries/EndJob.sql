-- Of whoever holds it only: done, and so gone. A stopped one goes as well.
DELETE FROM app.jobs WHERE owner_id = @owner AND id = @id AND attempts = @attempts AND locked_by = @instance AND state IN ('running', 'cancelled');
