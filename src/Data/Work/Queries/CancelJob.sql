-- One that waits goes; whoever works on one hears of it.
WITH gone AS (
    DELETE FROM app.jobs WHERE owner_id = @owner AND kind = @kind AND subject = @subject AND state IN ('waiting', 'dead')
)
UPDATE app.jobs SET state = 'cancelled' WHERE owner_id = @owner AND kind = @kind AND subject = @subject AND state = 'running';
