-- The conversations that would end first if @policy were saved. Without titles: they are content.
WITH proposed AS MATERIALIZED (
    SELECT array_agg(p) AS policies FROM app.resolve_policies(jsonb_populate_record(NULL::app.retention_policies, @policy)) AS p
), ending AS MATERIALIZED (
    SELECT o.* FROM proposed CROSS JOIN LATERAL app.outlook(proposed.policies, @from, @from + 90 * interval '24 hours') AS o
    ORDER BY o.ends_at, o.due_at, o.id
    LIMIT @most
)
SELECT o.id, u.email, a.name, c.active_at, o.messages, o.bytes, o.ends_at, o.at_end
FROM ending o
JOIN app.conversations c ON c.owner_id = o.owner_id AND c.id = o.id
JOIN app.users u ON u.id = o.owner_id
JOIN app.agents a ON a.id = o.agent_id
ORDER BY o.ends_at, o.due_at, o.id;
