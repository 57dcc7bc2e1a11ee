-- How many there are of each kind; recurring work aside.
SELECT kind AS "Kind",
    (count(*) FILTER (WHERE state = 'waiting'))::integer AS "Waiting",
    (count(*) FILTER (WHERE state IN ('running', 'cancelled')))::integer AS "Running",
    (count(*) FILTER (WHERE state = 'dead'))::integer AS "Dead",
    min(not_before) FILTER (WHERE state = 'waiting') AS "Next"
    FROM app.jobs WHERE kind NOT LIKE 'recurring.%'
    GROUP BY kind ORDER BY kind
