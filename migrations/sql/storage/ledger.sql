-- Conversations in the ledger. Their messages are entered by the triggers on messages, segments and summaries.
CREATE FUNCTION app.conversations_ledger() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, bytes) VALUES (NEW.owner_id, NEW.agent_id, 1, 400);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, messages, bytes)
            VALUES (OLD.owner_id, OLD.agent_id, -1, -OLD.message_count, -OLD.bytes - 400);
    ELSIF NEW.agent_id <> OLD.agent_id THEN
        INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, messages, bytes) VALUES
            (OLD.owner_id, OLD.agent_id, -1, -OLD.message_count, -OLD.bytes - 400),
            (NEW.owner_id, NEW.agent_id, 1, NEW.message_count, NEW.bytes + 400);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER conversations_ledger AFTER INSERT OR DELETE OR UPDATE OF agent_id ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.conversations_ledger();

CREATE FUNCTION app.summaries_ledger() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    change integer := CASE WHEN TG_OP = 'INSERT' THEN 100 + octet_length(NEW.content) ELSE -100 - octet_length(OLD.content) END;
BEGIN
    WITH changed AS (
        UPDATE app.conversations SET bytes = bytes + change
            WHERE (owner_id, id) = (coalesce(NEW.owner_id, OLD.owner_id), coalesce(NEW.conversation_id, OLD.conversation_id)) AND deleted_at IS NULL
            RETURNING owner_id, agent_id
    )
    INSERT INTO app.ledger_entries (owner_id, agent_id, bytes) SELECT owner_id, agent_id, change FROM changed;
    RETURN NULL;
END
$$;

CREATE TRIGGER summaries_ledger AFTER INSERT OR DELETE ON app.summaries
    FOR EACH ROW EXECUTE FUNCTION app.summaries_ledger();

CREATE FUNCTION app.counted(kind text, rows bigint, bytes bigint) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    RETURN jsonb_build_object(kind, jsonb_build_object('rows', rows, 'bytes', bytes));

-- One receipt a person and day for what windows removed: its id follows from both.
CREATE FUNCTION app.window_receipt_id(owner uuid, day date) RETURNS uuid
    LANGUAGE sql STABLE
    RETURN md5('window ' || owner::text || to_char(day, 'YYYY-MM-DD'))::uuid;

-- Adds the entries to what people hold, and the messages that left windows to the day's receipts (UTC). Any number of
-- instances may do it at once: an entry is taken by one of them. Returns the entries taken.
CREATE FUNCTION app.fold_ledger() RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    folded integer;
BEGIN
    -- In the order of the keys, so that two who fold at once do not wait for each other in a circle.
    WITH taken AS (
        DELETE FROM app.ledger_entries WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM app.ledger_entries LIMIT 100000 FOR UPDATE SKIP LOCKED))
            RETURNING *
    ), added AS (
        INSERT INTO app.usage AS u (owner_id, agent_id, conversations, messages, bytes)
            SELECT owner_id, agent_id, sum(conversations), sum(messages), sum(bytes) FROM taken
            GROUP BY owner_id, agent_id ORDER BY owner_id, agent_id
            ON CONFLICT (owner_id, agent_id) DO UPDATE SET
                conversations = u.conversations + EXCLUDED.conversations,
                messages = u.messages + EXCLUDED.messages,
                bytes = u.bytes + EXCLUDED.bytes
    ), receipted AS (
        INSERT INTO app.receipts AS r (owner_id, id, cause, layer, rule, counts, at)
            SELECT owner_id, app.window_receipt_id(owner_id, current_date), 'window', 'insert', '{}',
                app.counted('messages', sum(pruned_messages)::bigint, sum(pruned_bytes)::bigint), now()
            FROM taken
            GROUP BY owner_id HAVING sum(pruned_messages) > 0 ORDER BY owner_id
            ON CONFLICT (owner_id, id) DO UPDATE SET
                counts = app.counted('messages',
                    (r.counts -> 'messages' ->> 'rows')::bigint + (EXCLUDED.counts -> 'messages' ->> 'rows')::bigint,
                    (r.counts -> 'messages' ->> 'bytes')::bigint + (EXCLUDED.counts -> 'messages' ->> 'bytes')::bigint),
                at = EXCLUDED.at
    )
    SELECT count(*) INTO folded FROM taken;
    DELETE FROM app.usage WHERE conversations = 0 AND folded > 0;
    RETURN folded;
END
$$;

-- Sets what people hold to what is there, and returns by how much it was out, entries that wait counted: nothing, unless there
-- is a fault. Reads all conversations, once a day.
CREATE FUNCTION app.reconcile_usage() RETURNS TABLE (owner_id uuid, agent_id uuid, conversations bigint, messages bigint, bytes bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    -- One statement, and so one snapshot: an entry is written with what it is about, and moved to usage at once. Nobody waits.
    RETURN QUERY
        WITH there AS (
            SELECT c.owner_id, c.agent_id, count(*) AS conversations, sum(c.message_count) AS messages, sum(c.bytes + 400) AS bytes
                FROM app.conversations c GROUP BY c.owner_id, c.agent_id
        ), known AS (
            SELECT k.owner_id, k.agent_id, sum(k.conversations) AS conversations, sum(k.messages) AS messages, sum(k.bytes) AS bytes
                FROM (
                    SELECT u.owner_id, u.agent_id, u.conversations, u.messages, u.bytes FROM app.usage u
                    UNION ALL
                    SELECT l.owner_id, l.agent_id, l.conversations, l.messages, l.bytes FROM app.ledger_entries l
                ) AS k
                GROUP BY k.owner_id, k.agent_id
        ), off AS (
            SELECT coalesce(t.owner_id, k.owner_id) AS owner_id, coalesce(t.agent_id, k.agent_id) AS agent_id,
                (coalesce(t.conversations, 0) - coalesce(k.conversations, 0))::bigint AS conversations,
                (coalesce(t.messages, 0) - coalesce(k.messages, 0))::bigint AS messages,
                (coalesce(t.bytes, 0) - coalesce(k.bytes, 0))::bigint AS bytes
                FROM there t FULL JOIN known k ON k.owner_id = t.owner_id AND k.agent_id = t.agent_id
        ), put_right AS (
            INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, messages, bytes)
                SELECT o.owner_id, o.agent_id, o.conversations, o.messages, o.bytes FROM off o
                WHERE (o.conversations, o.messages, o.bytes) <> (0, 0, 0)
        )
        SELECT o.owner_id, o.agent_id, o.conversations, o.messages, o.bytes FROM off o WHERE (o.conversations, o.messages, o.bytes) <> (0, 0, 0);
END
$$;
