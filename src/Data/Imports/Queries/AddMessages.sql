-- Messages with their seq, as they come out of a segment. Pins come last: a pin counts.
INSERT INTO app.messages (owner_id, conversation_id, seq, role, status, content, tool_calls, tokens, reply_to, model, context, error, created_at, pinned)
    SELECT @owner, @conversation, m.seq, m.role, m.status, m.content, m.tool_calls::jsonb, m.tokens, m.reply_to, m.model, m.context::jsonb,
        m.error, m.created_at, false
    FROM unnest(@seqs, @roles, @statuses, @contents, @tool_calls, @tokens, @replies_to, @models, @contexts, @errors, @times)
        AS m (seq, role, status, content, tool_calls, tokens, reply_to, model, context, error, created_at)
    ORDER BY m.seq;
