INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, created_at)
    VALUES ($1, $2, 'user', 'complete', $3, 110, now()) RETURNING seq
