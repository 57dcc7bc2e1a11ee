-- As in storage/segments, with what the search keeps of a segment in its size.
CREATE OR REPLACE FUNCTION app.size_of_segment(segment app.segments) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN 60 + length(segment.data) + coalesce(length(segment.terms), 0);

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

-- Terms that come later, for a segment that was packed before there was a search.
CREATE FUNCTION app.segments_after_terms() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    WITH changed AS (
        UPDATE app.conversations SET bytes = bytes + app.size_of_segment(NEW) - app.size_of_segment(OLD)
            WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id AND deleted_at IS NULL
            RETURNING owner_id, agent_id
    )
    INSERT INTO app.ledger_entries (owner_id, agent_id, bytes)
        SELECT owner_id, agent_id, app.size_of_segment(NEW) - app.size_of_segment(OLD) FROM changed;
    RETURN NULL;
END
$$;

CREATE TRIGGER segments_after_terms AFTER UPDATE OF terms ON app.segments
    FOR EACH ROW EXECUTE FUNCTION app.segments_after_terms();

-- Coded already: as data is.
ALTER TABLE app.segments ALTER COLUMN terms SET STORAGE EXTERNAL;
-- Parts of files are ZIP, or about to be read once.
ALTER TABLE app.stored_file_parts ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE app.share_links ALTER COLUMN data SET STORAGE EXTERNAL;
