-- The messages in sight that are not packed, of chosen conversations and by primary key; row security shows no others.
SELECT m.owner_id, m.conversation_id, m.seq, m.role, m.content, m.created_at, CASE WHEN @with_tools THEN m.tool_calls::text END
    FROM unnest(@owners, @conversations, @after, @first) AS chosen (owner_id, id, after, first)
    JOIN app.messages m ON m.owner_id = chosen.owner_id AND m.conversation_id = chosen.id AND m.seq > chosen.after
    WHERE (m.seq >= chosen.first OR m.pinned) AND m.role IN ('user', 'assistant');
