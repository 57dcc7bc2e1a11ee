-- The current summary of chosen conversations, where it is not packed.
SELECT chosen.owner_id, chosen.id, s.content, s.created_at
    FROM unnest(@owners, @conversations) AS chosen (owner_id, id)
    CROSS JOIN LATERAL (
        SELECT content, created_at FROM app.summaries s
            WHERE s.owner_id = chosen.owner_id AND s.conversation_id = chosen.id
            ORDER BY s.version DESC
            LIMIT 1) AS s;
