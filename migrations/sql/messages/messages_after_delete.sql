-- Takes messages that a person removes out of the counters. What had left the window was taken out when it left, and what is
-- packed is counted in its segment. One conversation after the other, each by its key: joined as a set, the planner may go through
-- all conversations of the owner instead, because it cannot know how many there are.
CREATE OR REPLACE FUNCTION app.messages_after_delete() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    touched record;
    kept record;
    gone record;
    moment timestamptz := now();
BEGIN
    FOR touched IN SELECT DISTINCT r.owner_id, r.conversation_id FROM removed r ORDER BY r.owner_id, r.conversation_id LOOP
        -- The lock comes first: an insert beside this may have moved the window past what is removed, and taken it out already.
        -- A conversation in the trash is removed as a whole, and needs no counters any more.
        SELECT c.first_seq, c.packed_seq, c.held, c.agent_id INTO kept
            FROM app.conversations c
            WHERE c.owner_id = touched.owner_id AND c.id = touched.conversation_id AND c.deleted_at IS NULL
            FOR NO KEY UPDATE;
        CONTINUE WHEN NOT FOUND;
        SELECT count(*) AS counted,
                count(*) FILTER (WHERE r.seq >= kept.first_seq OR r.pinned) AS messages,
                count(*) FILTER (WHERE r.seq < kept.first_seq AND r.pinned) AS pinned,
                coalesce(sum(r.tokens) FILTER (WHERE r.seq >= kept.first_seq OR r.pinned), 0) AS tokens,
                sum(r.bytes) AS bytes,
                coalesce(bool_or(r.pinned AND r.seq <= kept.packed_seq), false) AS is_packed
            INTO gone
            FROM removed r
            WHERE r.owner_id = touched.owner_id AND r.conversation_id = touched.conversation_id AND (r.seq > kept.packed_seq OR r.pinned);
        CONTINUE WHEN gone.counted = 0;
        IF kept.held THEN
            RAISE EXCEPTION 'the conversation is on hold' USING ERRCODE = 'raise_exception', CONSTRAINT = 'on_hold';
        END IF;
        -- A pinned message is in its segment as well, and would come back from there.
        IF gone.is_packed THEN
            RAISE EXCEPTION 'the message is packed: unpack its conversation first'
                USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'messages_packed';
        END IF;
        UPDATE app.conversations SET
            message_count = message_count - gone.messages,
            pinned_count = pinned_count - gone.pinned,
            total_tokens = total_tokens - gone.tokens,
            bytes = bytes - gone.bytes,
            updated_at = CASE WHEN gone.messages > 0 THEN greatest(updated_at, moment) ELSE updated_at END
            WHERE owner_id = touched.owner_id AND id = touched.conversation_id;
        INSERT INTO app.ledger_entries (owner_id, agent_id, messages, bytes)
            VALUES (touched.owner_id, kept.agent_id, -gone.messages, -gone.bytes);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER messages_after_delete AFTER DELETE ON app.messages
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION app.messages_after_delete();
