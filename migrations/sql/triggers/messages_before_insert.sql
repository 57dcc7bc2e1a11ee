-- Checks a message, gives it its seq, and keeps its conversation's counters and window. Runs as the writer, so row
-- security holds: a stranger's conversation is not there.
CREATE FUNCTION app.messages_before_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    held record;
    first integer;
    leaving_messages integer := 0;
    leaving_tokens bigint := 0;
    oldest record;
    prunable integer;
BEGIN
    -- The lock comes first and alone: the next statement's snapshot then sees every message that is there.
    SELECT c.last_seq, c.first_seq, c.message_count + 1 - p.window_messages AS overflow, p.max_message_length, p.max_tool_call_size, p.window_waits_for_summary
        INTO held
        FROM app.conversations c, app.retention_policies p
        WHERE c.owner_id = NEW.owner_id AND c.id = NEW.conversation_id AND p.scope = 'system'
        FOR NO KEY UPDATE OF c;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such conversation'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'messages_conversation';
    END IF;

    IF NEW.content !~ '\S' AND NOT (NEW.role = 'assistant' AND (NEW.status <> 'complete' OR NEW.tool_calls IS NOT NULL)) THEN
        RAISE EXCEPTION 'a message needs some text'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_blank';
    END IF;
    IF length(NEW.content) > (CASE WHEN NEW.role = 'user' THEN held.max_message_length ELSE 200000 END) THEN
        RAISE EXCEPTION 'a message of % characters is over its limit', length(NEW.content)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_length';
    END IF;
    IF length(NEW.tool_calls::text) > held.max_tool_call_size THEN
        RAISE EXCEPTION 'tool calls of % characters are over their limit', length(NEW.tool_calls::text)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_tool_calls_length';
    END IF;

    NEW.seq := held.last_seq + 1;
    first := held.first_seq;
    -- It is one message, except where the window was made smaller.
    WHILE leaving_messages < held.overflow LOOP
        SELECT seq, tokens INTO oldest FROM app.messages
            WHERE owner_id = NEW.owner_id AND conversation_id = NEW.conversation_id AND seq >= first
            ORDER BY seq
            LIMIT 1;
        EXIT WHEN NOT FOUND;
        first := oldest.seq + 1;
        leaving_messages := leaving_messages + 1;
        leaving_tokens := leaving_tokens + oldest.tokens;
    END LOOP;

    -- One statement, so that the row is written once: HOT, because active_at, the only indexed column here, moves only
    -- when the order of its owner's list would, or after an hour.
    UPDATE app.conversations c SET
        last_seq = NEW.seq,
        first_seq = first,
        message_count = c.message_count + 1 - leaving_messages,
        total_tokens = c.total_tokens + NEW.tokens - leaving_tokens,
        pruned_count = c.pruned_count + leaving_messages,
        updated_at = greatest(c.updated_at, NEW.created_at),
        active_at = CASE
            WHEN NEW.role = 'user' AND (
                c.active_at < NEW.created_at - interval '1 hour'
                OR EXISTS (SELECT FROM app.conversations o WHERE o.owner_id = NEW.owner_id AND o.active_at > c.active_at))
            THEN greatest(c.active_at, NEW.created_at)
            ELSE c.active_at END
        WHERE c.owner_id = NEW.owner_id AND c.id = NEW.conversation_id
        RETURNING CASE WHEN held.window_waits_for_summary THEN least(c.first_seq - 1, c.summary_seq) ELSE c.first_seq - 1 END - c.pruned_seq
        INTO prunable;

    IF held.overflow > 0 AND prunable >= 8 THEN
        PERFORM app.prune_window(NEW.owner_id, NEW.conversation_id, 8);
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER messages_before_insert BEFORE INSERT ON app.messages
    FOR EACH ROW EXECUTE FUNCTION app.messages_before_insert();
