INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, created_at, seq)
    VALUES ($1, $2, 'user', 'complete', $3, 110, now(), $4) RETURNING seq
