-- Unpacking: the messages of a segment that goes are back, and counted as such from now on.
CREATE OR REPLACE FUNCTION app.segments_after_delete() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    held record;
    back record;
    size bigint := app.size_of_segment(OLD);
BEGIN
    SELECT agent_id, deleted_at INTO held FROM app.conversations
        WHERE owner_id = OLD.owner_id AND id = OLD.conversation_id
        FOR NO KEY UPDATE;
    IF NOT FOUND OR held.deleted_at IS NOT NULL THEN
        RETURN NULL;
    END IF;
    SELECT count(*) AS messages, coalesce(sum(bytes) FILTER (WHERE NOT pinned), 0) AS bytes INTO back FROM app.messages
        WHERE owner_id = OLD.owner_id AND conversation_id = OLD.conversation_id AND seq BETWEEN OLD.from_seq AND OLD.through_seq;
    IF back.messages <> OLD.message_count THEN
        RAISE EXCEPTION 'the segment has % messages, of which % are back', OLD.message_count, back.messages
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'segments_not_back';
    END IF;
    UPDATE app.conversations SET
        packed_seq = coalesce((SELECT max(through_seq) FROM app.segments WHERE owner_id = OLD.owner_id AND conversation_id = OLD.conversation_id), 0),
        packed = false,
        bytes = bytes + back.bytes - size
        WHERE owner_id = OLD.owner_id AND id = OLD.conversation_id;
    INSERT INTO app.ledger_entries (owner_id, agent_id, bytes) VALUES (OLD.owner_id, held.agent_id, back.bytes - size);
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER segments_after_delete AFTER DELETE ON app.segments
    FOR EACH ROW EXECUTE FUNCTION app.segments_after_delete();
