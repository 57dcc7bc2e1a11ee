SELECT t.place, sum(t.rows)::bigint
    FROM unnest(@conversations) AS c (id) CROSS JOIN LATERAL app.find_traces(@owner, c.id) AS t
    GROUP BY t.place ORDER BY t.place;
