-- Brings packed messages back into their table with their seq. Pinned ones have never left it.
INSERT INTO app.messages (owner_id, conversation_id, seq, role, status, content, tool_calls, tokens, reply_to, model, context, error, created_at, pinned, author_id)
    SELECT @owner, @conversation, m.seq, m.role, m.status, m.content, m.tool_calls::jsonb, m.tokens, m.reply_to, m.model, m.context::jsonb,
        m.error, m.created_at, false, m.author_id
    FROM unnest(@seqs, @roles, @statuses, @contents, @tool_calls, @tokens, @replies_to, @models, @contexts, @errors, @times, @authors)
        AS m (seq, role, status, content, tool_calls, tokens, reply_to, model, context, error, created_at, author_id)
    ORDER BY m.seq;
