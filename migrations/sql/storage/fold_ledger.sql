-- Adds the entries to what people hold, and the messages that left windows to the day's receipts (UTC). Any number of
-- instances may do it at once: an entry is taken by one of them. Returns the entries taken.
CREATE OR REPLACE FUNCTION app.fold_ledger() RETURNS integer
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
