SELECT id AS "Id", email AS "Name" FROM app.users WHERE id = ANY (@people)
UNION ALL
SELECT id, name FROM app.agents WHERE id = ANY (@agents);
