INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, model, created_at)
    VALUES (@owner, @conversation, @version, @from_seq, @through_seq, @content, @tokens, @source, @model, @created_at);
