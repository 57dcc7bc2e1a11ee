-- Without titles: an admin sees whose and how much, and not what about.
SELECT c.id AS "Id", u.email AS "Email", a.name AS "Agent", c.active_at AS "ActiveAt", c.message_count AS "Messages",
    c.bytes + 400 AS "Bytes", c.archived_at IS NOT NULL AS "Archived", c.held AS "Held"
    FROM (
        SELECT c.id, c.owner_id, c.agent_id, c.active_at, c.message_count, c.bytes, c.archived_at, c.held FROM app.conversations c
        WHERE app.cleans(c, @filter::jsonb, @before) AND (@after_id IS NULL OR (c.active_at, c.id) > (@after_at, @after_id))
            AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id)
        ORDER BY c.active_at, c.id LIMIT @most) AS c
    JOIN app.users u ON u.id = c.owner_id
    JOIN app.agents a ON a.id = c.agent_id
    ORDER BY c.active_at, c.id;
