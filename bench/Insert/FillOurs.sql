-- Owners, and conversations whose window of 30 is full, as if written over time: a message of each in turn, so that those
-- of one conversation lie apart. {owners}, {conversations} and {window} are replaced by numbers.
SET session_replication_role = replica;
CREATE FUNCTION pg_temp.uuid7(at bigint) RETURNS uuid LANGUAGE sql AS $$
    SELECT (lpad(to_hex(at), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || 'a' || substr(md5(random()::text), 1, 15))::uuid
$$;

INSERT INTO app.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
    SELECT pg_temp.uuid7(1700000000000 + n), 'p' || n, 'P' || n, 'p' || n, 'P' || n, false, false, false, false, 0
    FROM generate_series(1, {owners}) AS n;

INSERT INTO app.organisation_members (organisation_id, user_id, role)
    SELECT '01900000-0000-7000-8000-000000000001', id, 'member' FROM app.users;

INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic, last_seq, message_count, total_tokens, active_at)
    SELECT o.id, pg_temp.uuid7(1710000000000 + n), '01900000-0000-7000-8000-0000000000a1', 'Conversation ' || n, true,
        {window}, {window}, {window} * 110, now() - n * interval '1 second'
    FROM generate_series(1, {conversations}) AS n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM app.users) AS o ON o.place = 1 + n % {owners};

INSERT INTO app.messages (owner_id, conversation_id, seq, role, status, content, tokens, created_at)
    SELECT c.owner_id, c.id, seq, CASE seq % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, 'complete', f.content, 110, now() - interval '1 day' + seq * interval '1 second'
    FROM generate_series(1, {window}) AS seq
    CROSS JOIN app.conversations c
    CROSS JOIN LATERAL (SELECT string_agg(md5(c.id::text || seq || part), ' ') AS content FROM generate_series(1, 15) AS part) AS f;

UPDATE app.retention_policies SET window_messages = {window}, window_action = 'delete';
