-- A person with {conversations} conversations of 30 messages of words.
SET session_replication_role = replica;
INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic, last_seq, message_count, total_tokens, active_at)
    SELECT u.id, gen_random_uuid(), '01900000-0000-7000-8000-0000000000a1', 'Talk ' || n, true, 30, 30, 3300, now() - n * interval '1 minute'
    FROM app.users u, generate_series(1, {conversations}) AS n WHERE u.email = 'ada@example.org';
INSERT INTO app.messages (owner_id, conversation_id, seq, role, status, content, tokens, created_at)
    SELECT c.owner_id, c.id, seq, CASE seq % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, 'complete',
        'Question ' || seq || ' of ' || c.title || E': **what** is the `price` of tea?\n\n' || repeat('The quick brown fox jumps over the lazy dog. ', 5 + seq % 7), 110, now() - interval '1 day'
    FROM generate_series(1, 30) AS seq, app.conversations c
    WHERE c.title LIKE 'Talk %';
ANALYZE;
