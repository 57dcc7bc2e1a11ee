-- Without titles: an admin sees whose and how much, and not what about.
SELECT c.id, u.email, a.name, c.active_at, c.message_count, c.bytes + 400, c.archived_at IS NOT NULL, c.held
    FROM (
        SELECT c.* FROM app.conversations c
        WHERE app.cleans(c, @filter::jsonb) AND (@after_id IS NULL OR (c.active_at, c.id) > (@after_at, @after_id))
        ORDER BY c.active_at, c.id LIMIT @most) AS c
    JOIN app.users u ON u.id = c.owner_id
    JOIN app.agents a ON a.id = c.agent_id
    ORDER BY c.active_at, c.id;
