-- Jobs in some states with whose they are, the latest first; recurring work aside.
SELECT j.owner_id AS "OwnerId", j.id AS "Id", u.email AS "Email", j.kind AS "Kind", j.subject AS "Subject", j.attempts AS "Attempts", j.done AS "Done", j.total AS "Total",
    j.error AS "Error", j.started_at AS "StartedAt", j.finished_at AS "FinishedAt", j.locked_by AS "LockedBy"
    FROM app.jobs j LEFT JOIN app.users u ON u.id = j.owner_id
    WHERE j.kind NOT LIKE 'recurring.%' AND j.state = ANY ({0})
    ORDER BY coalesce(j.finished_at, j.started_at, j.created_at) DESC LIMIT {1}
