-- Packing: a segment that comes takes its messages out of the messages table, and one that goes must have brought them back.
-- Pinned messages stay there as well. While a segment stands, seq <= packed_seq and not pinned means: a copy, not counted.
CREATE OR REPLACE FUNCTION app.segments_after_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    held record;
    packed record;
    size bigint := app.size_of_segment(NEW);
BEGIN
    SELECT last_seq, first_seq, packed_seq, agent_id INTO held FROM app.conversations
        WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id
        FOR NO KEY UPDATE;
    -- A segment follows the one before, and nobody is about to write a reply.
    IF NEW.from_seq <= held.packed_seq OR NEW.through_seq > held.last_seq
        OR EXISTS (SELECT FROM app.replies WHERE owner_id = NEW.owner_id AND conversation_id = NEW.conversation_id AND NEW.through_seq >= held.first_seq) THEN
        RAISE EXCEPTION 'the conversation has changed: pack it anew'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'segments_changed';
    END IF;
    UPDATE app.conversations SET packed_seq = NEW.through_seq, packed = NEW.through_seq = last_seq
        WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id;
    -- Every message since the segment before, so that none can go that is not in this one.
    SELECT count(*) AS messages, min(seq) AS first INTO packed FROM app.messages
        WHERE owner_id = NEW.owner_id AND conversation_id = NEW.conversation_id AND seq > held.packed_seq AND seq <= NEW.through_seq;
    IF (packed.messages, packed.first) IS DISTINCT FROM (NEW.message_count::bigint, NEW.from_seq) THEN
        RAISE EXCEPTION 'the segment has % messages, the conversation %', NEW.message_count, packed.messages
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'segments_changed';
    END IF;
    WITH gone AS (
        DELETE FROM app.messages
            WHERE owner_id = NEW.owner_id AND conversation_id = NEW.conversation_id AND seq > held.packed_seq AND seq <= NEW.through_seq
                AND NOT pinned
            RETURNING bytes
    )
    SELECT coalesce(sum(bytes), 0) AS bytes INTO packed FROM gone;
    UPDATE app.conversations SET bytes = bytes + size - packed.bytes WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id;
    INSERT INTO app.ledger_entries (owner_id, agent_id, bytes) VALUES (NEW.owner_id, held.agent_id, size - packed.bytes);
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER segments_after_insert AFTER INSERT ON app.segments
    FOR EACH ROW EXECUTE FUNCTION app.segments_after_insert();
