SELECT t.place AS "Place", sum(t.rows)::bigint AS "Rows"
    FROM unnest(@conversations) AS c (id) CROSS JOIN LATERAL app.find_traces(@owner, c.id) AS t
    GROUP BY t.place ORDER BY t.place;
