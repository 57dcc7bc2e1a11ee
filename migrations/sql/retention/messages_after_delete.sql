-- Takes messages that a person removes out of the counters. What had left the window was taken out when it left, and what is
-- packed is counted in its segment.
CREATE OR REPLACE FUNCTION app.messages_after_delete() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    on_hold uuid;
BEGIN
    -- The lock comes first: an insert beside this may have moved the window past what is removed, and taken it out already.
    -- A conversation in the trash is removed as a whole, and needs no counters any more.
    PERFORM FROM app.conversations c
        WHERE (c.owner_id, c.id) IN (SELECT r.owner_id, r.conversation_id FROM removed r) AND c.deleted_at IS NULL
        FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT c.id INTO on_hold FROM app.conversations c JOIN removed r ON r.owner_id = c.owner_id AND r.conversation_id = c.id
        WHERE c.held AND (r.seq > c.packed_seq OR r.pinned) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the conversation is on hold' USING ERRCODE = 'raise_exception', CONSTRAINT = 'on_hold';
    END IF;
    -- A pinned message is in its segment as well, and would come back from there.
    IF EXISTS (
        SELECT FROM app.conversations c JOIN removed r ON r.owner_id = c.owner_id AND r.conversation_id = c.id
        WHERE r.pinned AND r.seq <= c.packed_seq) THEN
        RAISE EXCEPTION 'the message is packed: unpack its conversation first'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'messages_packed';
    END IF;
    WITH gone AS (
        SELECT r.owner_id, r.conversation_id,
            count(*) FILTER (WHERE r.seq >= v.first_seq OR r.pinned) AS messages,
            count(*) FILTER (WHERE r.seq < v.first_seq AND r.pinned) AS pinned,
            coalesce(sum(r.tokens) FILTER (WHERE r.seq >= v.first_seq OR r.pinned), 0) AS tokens,
            sum(r.bytes) AS bytes
        FROM removed r
        JOIN app.conversations v ON v.owner_id = r.owner_id AND v.id = r.conversation_id
            AND (r.seq > v.packed_seq OR r.pinned)
        GROUP BY r.owner_id, r.conversation_id
    ), changed AS (
        UPDATE app.conversations c SET
            message_count = c.message_count - gone.messages,
            pinned_count = c.pinned_count - gone.pinned,
            total_tokens = c.total_tokens - gone.tokens,
            bytes = c.bytes - gone.bytes,
            updated_at = CASE WHEN gone.messages > 0 THEN greatest(c.updated_at, now()) ELSE c.updated_at END
            FROM gone
            WHERE c.owner_id = gone.owner_id AND c.id = gone.conversation_id
            RETURNING c.owner_id, c.agent_id, gone.messages, gone.bytes
    )
    INSERT INTO app.ledger_entries (owner_id, agent_id, messages, bytes)
        SELECT owner_id, agent_id, -messages, -bytes FROM changed;
    RETURN NULL;
END
$$;
