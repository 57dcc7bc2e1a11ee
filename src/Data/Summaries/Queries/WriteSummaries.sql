INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, model, created_at)
    SELECT @owner, @conversation, s.version, s.from_seq, s.through_seq, s.content, s.tokens, s.source, s.model, s.created_at
    FROM unnest(@versions, @froms, @throughs, @contents, @tokens, @sources, @models, @times)
        AS s (version, from_seq, through_seq, content, tokens, source, model, created_at)
    ORDER BY s.version;
