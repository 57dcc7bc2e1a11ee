-- As in retention, but only what changes is held to the limits: an import may bring longer messages, which can be pinned.
CREATE OR REPLACE FUNCTION app.messages_before_update() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    held record;
BEGIN
    IF (NEW.owner_id, NEW.conversation_id, NEW.seq) IS DISTINCT FROM (OLD.owner_id, OLD.conversation_id, OLD.seq) THEN
        RAISE EXCEPTION 'a message cannot be moved' USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_place';
    END IF;
    IF NEW.content IS DISTINCT FROM OLD.content AND NEW.content !~ '\S' THEN
        RAISE EXCEPTION 'a message needs some text'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_blank';
    END IF;
    SELECT c.first_seq, c.packed_seq, c.agent_id, p.max_message_length, p.max_tool_call_size INTO held
        FROM app.conversations c JOIN app.resolved_policies p ON p.agent_id = c.agent_id
        WHERE c.owner_id = NEW.owner_id AND c.id = NEW.conversation_id
        FOR NO KEY UPDATE OF c;
    IF (NEW.content IS DISTINCT FROM OLD.content AND length(NEW.content) > (CASE WHEN NEW.role = 'user' THEN held.max_message_length ELSE 200000 END))
        OR (NEW.tool_calls IS DISTINCT FROM OLD.tool_calls AND length(NEW.tool_calls::text) > held.max_tool_call_size) THEN
        RAISE EXCEPTION 'a message or its tool calls are over their limit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_length';
    END IF;
    IF NEW.seq <= held.packed_seq AND NEW.pinned <> OLD.pinned THEN
        RAISE EXCEPTION 'the message is packed'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'messages_packed';
    END IF;
    IF NEW.pinned AND NOT OLD.pinned AND NEW.seq < held.first_seq THEN
        RAISE EXCEPTION 'the message has left the window' USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_pinned';
    END IF;
    NEW.bytes := 120 + octet_length(NEW.content) + coalesce(pg_column_size(NEW.tool_calls), 0) + coalesce(pg_column_size(NEW.context), 0);
    IF OLD.pinned AND NOT NEW.pinned AND NEW.seq < held.first_seq THEN
        -- It was kept by its pin only, and leaves now.
        UPDATE app.conversations SET
            message_count = message_count - 1, pinned_count = pinned_count - 1, total_tokens = total_tokens - OLD.tokens,
            pruned_count = pruned_count + 1, pruned_seq = least(pruned_seq, NEW.seq - 1), bytes = bytes + NEW.bytes - OLD.bytes,
            updated_at = greatest(updated_at, now())
            WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id;
        INSERT INTO app.ledger_entries (owner_id, agent_id, messages, bytes) VALUES (NEW.owner_id, held.agent_id, -1, NEW.bytes - OLD.bytes);
    ELSIF (NEW.tokens, NEW.bytes, NEW.pinned) <> (OLD.tokens, OLD.bytes, OLD.pinned) THEN
        UPDATE app.conversations SET
            total_tokens = total_tokens + CASE WHEN NEW.seq >= first_seq OR NEW.pinned THEN NEW.tokens - OLD.tokens ELSE 0 END,
            bytes = bytes + NEW.bytes - OLD.bytes,
            updated_at = greatest(updated_at, now())
            WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id;
        INSERT INTO app.ledger_entries (owner_id, agent_id, bytes)
            SELECT NEW.owner_id, held.agent_id, NEW.bytes - OLD.bytes WHERE NEW.bytes <> OLD.bytes;
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER messages_before_update BEFORE UPDATE ON app.messages
    FOR EACH ROW EXECUTE FUNCTION app.messages_before_update();
