INSERT INTO drafts.messages (conversation_id, role, content, token_count)
    VALUES ($2, 'user', $3, 110) RETURNING id
