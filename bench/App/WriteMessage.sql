INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, reply_to)
    SELECT id, $1, $2, 'complete', $3, length($3) / 4, $4
    FROM app.users WHERE email = 'ada@example.org'
