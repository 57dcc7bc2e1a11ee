-- Summaries of a third of the conversations, and as many waiting jobs, running replies and idempotency keys as a busy
-- portal has.
SET session_replication_role = replica;
INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at)
    SELECT owner_id, id, version, 1, version * 5, repeat('What was said. ', 60), 200, 'model', now()
    FROM app.conversations, generate_series(1, 3) AS version WHERE active_at > now() - interval '3 hours';
INSERT INTO app.jobs (owner_id, kind, subject, not_before)
    SELECT owner_id, 'summary', id, now() + interval '1 hour' FROM app.conversations LIMIT 2000;
INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
    SELECT owner_id, id, 29, gen_random_uuid(), repeat('word ', 100), now(), now() + interval '1 hour', false FROM app.conversations LIMIT 500;
INSERT INTO app.sends (owner_id, key, conversation_id, user_seq, created_at)
    SELECT owner_id, gen_random_uuid(), id, 29, now() FROM app.conversations;
