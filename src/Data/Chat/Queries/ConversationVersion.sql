-- Changes with whatever the page of a live conversation shows: the versions of the rows that the page is made of, each found by its key. The
-- conversation's own row changes with its messages, pins and summaries too. No row: no such conversation, or not for whoever asks.
SELECT c.agent_id AS "AgentId",
        concat(c.xmin, '-', a.xmin, '-', p.xmin, '-', o.xmin, '-',
            (SELECT string_agg(r.user_seq::text, '.' ORDER BY r.user_seq)
                FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id), '-',
            (SELECT md5(string_agg(concat(m.user_id, m.role), '.' ORDER BY m.user_id))
                FROM app.conversation_members m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id)) AS "Version"
    FROM app.conversations c
    JOIN app.agents a ON a.id = c.agent_id
    LEFT JOIN app.resolved_policies p ON p.agent_id = c.agent_id
    LEFT JOIN app.conversation_policies o ON o.owner_id = c.owner_id AND o.conversation_id = c.id
    WHERE c.owner_id = @owner AND c.id = @id AND c.archived_at IS NULL AND c.deleted_at IS NULL
