INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic)
    SELECT id, gen_random_uuid(), '01900000-0000-7000-8000-0000000000a1', 'Prices of the small shop', false
    FROM app.users WHERE email = 'ada@example.org'
    RETURNING id
