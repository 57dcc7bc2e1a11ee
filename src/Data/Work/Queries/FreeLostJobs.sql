-- Jobs whose instance has given no sign of life for long wait again; those that were to be stopped are stopped by that.
WITH stopped AS (
    DELETE FROM app.jobs WHERE state = 'cancelled' AND heartbeat_at < @lost
)
UPDATE app.jobs SET state = 'waiting', not_before = @now WHERE state = 'running' AND heartbeat_at < @lost;
