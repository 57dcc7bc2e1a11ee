-- Checks a message, gives it its seq, and keeps its conversation's counters and window. Runs as the writer, so row
-- security holds: a stranger's conversation is not there.
CREATE FUNCTION app.messages_before_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    policy app.retention_policies;
    held app.conversations;
    leaving record;
    overflow integer;
    rises boolean;
BEGIN
    SELECT * INTO policy FROM app.retention_policies WHERE scope = 'system';

    IF NEW.content !~ '\S' AND NOT (NEW.role = 'assistant' AND (NEW.status <> 'complete' OR NEW.tool_calls IS NOT NULL)) THEN
        RAISE EXCEPTION 'a message needs some text'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_blank';
    END IF;
    IF length(NEW.content) > (CASE WHEN NEW.role = 'user' THEN policy.max_message_length ELSE 200000 END) THEN
        RAISE EXCEPTION 'a message of % characters is over its limit', length(NEW.content)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_length';
    END IF;
    IF length(NEW.tool_calls::text) > policy.max_tool_call_size THEN
        RAISE EXCEPTION 'tool calls of % characters are over their limit', length(NEW.tool_calls::text)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_tool_calls_length';
    END IF;

    -- The lock comes first and alone: the next statement's snapshot then sees every message that is there.
    SELECT * INTO held FROM app.conversations
        WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id
        FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such conversation'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'messages_conversation';
    END IF;
    NEW.seq := held.last_seq + 1;

    overflow := held.message_count + 1 - policy.window_messages;
    IF overflow > 0 THEN
        SELECT max(seq) AS seq, count(*) AS messages, sum(tokens) AS tokens INTO leaving
            FROM (
                SELECT seq, tokens FROM app.messages
                WHERE owner_id = NEW.owner_id AND conversation_id = NEW.conversation_id AND seq >= held.first_seq
                ORDER BY seq
                LIMIT overflow
            ) AS oldest;
        held.first_seq := leaving.seq + 1;
        held.message_count := held.message_count - leaving.messages;
        held.total_tokens := held.total_tokens - leaving.tokens;
        held.pruned_count := held.pruned_count + leaving.messages;
    END IF;

    -- Index entries cost: active_at moves only when the list's order would, or after an hour.
    rises := NEW.role = 'user' AND (
        held.active_at < NEW.created_at - interval '1 hour'
        OR EXISTS (SELECT FROM app.conversations WHERE owner_id = NEW.owner_id AND active_at > held.active_at));

    UPDATE app.conversations SET
        last_seq = NEW.seq,
        first_seq = held.first_seq,
        message_count = held.message_count + 1,
        total_tokens = held.total_tokens + NEW.tokens,
        pruned_count = held.pruned_count,
        updated_at = greatest(held.updated_at, NEW.created_at),
        active_at = CASE WHEN rises THEN greatest(held.active_at, NEW.created_at) ELSE held.active_at END
        WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id;

    IF overflow > 0 AND held.first_seq - 1 - held.pruned_seq >= 8 THEN
        PERFORM app.prune_window(NEW.owner_id, NEW.conversation_id, 8);
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER messages_before_insert BEFORE INSERT ON app.messages
    FOR EACH ROW EXECUTE FUNCTION app.messages_before_insert();
