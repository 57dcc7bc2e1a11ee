-- Checks a message, gives it its seq, and keeps its conversation's counters, window and ledger. Runs as the writer, so row
-- security holds: a stranger's conversation is not there.
CREATE OR REPLACE FUNCTION app.messages_before_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    held record;
    own app.resolved_policies;
    window_ integer;
    waits boolean;
    first integer;
    leaving_messages integer := 0;
    leaving_tokens bigint := 0;
    staying integer := 0;
    overflow integer;
    oldest record;
    prunable integer;
    -- Beforehand, because a distributed UPDATE takes only what is immutable inside CASE.
    hour_before timestamptz := NEW.created_at - interval '1 hour';
BEGIN
    -- The lock comes first and alone: the next statement's snapshot then sees every message that is there.
    SELECT c.last_seq, c.first_seq, c.packed_seq, c.message_count - c.pinned_count AS in_window, c.has_policy, c.agent_id, c.deleted_at,
        p.window_messages, p.window_action, p.max_message_length, p.max_tool_call_size
        INTO held
        FROM app.conversations c JOIN app.resolved_policies p ON p.agent_id = c.agent_id
        WHERE c.owner_id = NEW.owner_id AND c.id = NEW.conversation_id
        FOR NO KEY UPDATE OF c;
    IF NOT FOUND OR held.deleted_at IS NOT NULL THEN
        RAISE EXCEPTION 'no such conversation'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'messages_conversation';
    END IF;
    NEW.bytes := 120 + octet_length(NEW.content) + coalesce(pg_column_size(NEW.tool_calls), 0) + coalesce(pg_column_size(NEW.context), 0);

    -- A new message comes without a seq. One that says its seq, in what is packed, comes out of a segment (or an import, see
    -- BeginConversation.sql), where it is counted until the segment goes.
    IF NEW.seq IS NOT NULL AND NEW.seq <= held.packed_seq AND NOT NEW.pinned THEN
        RETURN NEW;
    END IF;
    IF held.packed_seq >= held.first_seq THEN
        RAISE EXCEPTION 'the conversation is packed: unpack it first'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'messages_packed';
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

    IF held.has_policy THEN
        own := app.policy_of(NEW.owner_id, NEW.conversation_id);
        window_ := own.window_messages;
        waits := own.window_action <> 'delete';
    ELSE
        window_ := held.window_messages;
        waits := held.window_action <> 'delete';
    END IF;

    NEW.seq := held.last_seq + 1;
    first := held.first_seq;
    overflow := held.in_window + 1 - window_;
    -- It is one message, except where the window was made smaller. A pinned one stays in sight and in the counters.
    WHILE leaving_messages + staying < overflow LOOP
        SELECT seq, tokens, pinned INTO oldest FROM app.messages
            WHERE owner_id = NEW.owner_id AND conversation_id = NEW.conversation_id AND seq >= first
            ORDER BY seq
            LIMIT 1;
        EXIT WHEN NOT FOUND;
        first := oldest.seq + 1;
        IF oldest.pinned THEN
            staying := staying + 1;
        ELSE
            leaving_messages := leaving_messages + 1;
            leaving_tokens := leaving_tokens + oldest.tokens;
        END IF;
    END LOOP;

    -- One statement, so that the row is written once: HOT, because active_at, the only indexed column here, moves only
    -- when the order of its owner's list would, or after an hour. A message ends a notice, and it ends an archive.
    UPDATE app.conversations c SET
        last_seq = NEW.seq,
        first_seq = first,
        message_count = c.message_count + 1 - leaving_messages,
        pinned_count = c.pinned_count + staying,
        total_tokens = c.total_tokens + NEW.tokens - leaving_tokens,
        pruned_count = c.pruned_count + leaving_messages,
        bytes = c.bytes + NEW.bytes,
        updated_at = greatest(c.updated_at, NEW.created_at),
        active_at = CASE
            WHEN NEW.role = 'user' AND (
                c.active_at < hour_before
                OR EXISTS (SELECT FROM app.conversations o
                    WHERE o.owner_id = NEW.owner_id AND o.active_at > c.active_at AND o.archived_at IS NULL AND o.deleted_at IS NULL))
            THEN greatest(c.active_at, NEW.created_at)
            ELSE c.active_at END,
        expires_at = CASE WHEN c.archived_at IS NULL AND c.deleted_at IS NULL THEN NULL ELSE c.expires_at END,
        noticed_at = CASE WHEN c.archived_at IS NULL AND c.deleted_at IS NULL THEN NULL ELSE c.noticed_at END
        WHERE c.owner_id = NEW.owner_id AND c.id = NEW.conversation_id
        RETURNING CASE WHEN waits THEN least(c.first_seq - 1, c.summary_seq) ELSE c.first_seq - 1 END - greatest(c.pruned_seq, c.packed_seq)
        INTO prunable;

    INSERT INTO app.ledger_entries (owner_id, agent_id, messages, bytes)
        VALUES (NEW.owner_id, held.agent_id, 1 - leaving_messages, NEW.bytes);

    IF overflow > 0 AND prunable >= 8 THEN
        PERFORM app.prune_window(NEW.owner_id, NEW.conversation_id, 8);
    END IF;
    -- Now and then a message looks after its writer's other conversations: see docs/retention.md, layers.
    IF random() < 0.01 THEN
        PERFORM app.sweep_beside_insert(NEW.owner_id);
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER messages_before_insert BEFORE INSERT ON app.messages
    FOR EACH ROW EXECUTE FUNCTION app.messages_before_insert();
