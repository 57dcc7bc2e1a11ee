-- The next messages to pack: with all that is kept of them, the database's own JSON included.
SELECT seq, role, status, content, tool_calls::text, tokens, reply_to, model, context::text, error, created_at, pinned, bytes, author_id
    FROM app.messages
    WHERE owner_id = @owner AND conversation_id = @conversation AND seq > @after AND seq <= @through
    ORDER BY seq
    LIMIT @limit;
