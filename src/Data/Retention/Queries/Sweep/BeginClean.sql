-- The run and the job that does it.
WITH begun AS MATERIALIZED (
    SELECT app.begin_clean(@run, @filter::jsonb, @per_second, @by) AS meant
), job AS (
    INSERT INTO app.jobs (owner_id, kind, subject) SELECT @system, 'cleanup', @run FROM begun
)
SELECT meant FROM begun;
