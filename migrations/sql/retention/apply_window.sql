-- Brings up to batch conversations that are over their window within it: for a window that was made smaller. Skips those
-- somebody is writing in; their next message does the same. Returns how many were brought within. What is packed as a whole
-- is cold: it is brought within when it is unpacked.
CREATE OR REPLACE FUNCTION app.apply_window(batch integer) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    held record;
    leaving record;
    done integer := 0;
BEGIN
    FOR held IN
        SELECT c.owner_id, c.id, c.agent_id, c.first_seq, c.message_count - c.pinned_count AS in_window, w.messages AS window_
        FROM app.conversations c
        JOIN app.resolved_policies p ON p.agent_id = c.agent_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN c.has_policy THEN (app.policy_of(c.owner_id, c.id)).window_messages ELSE p.window_messages END AS messages) AS w
        WHERE c.message_count - c.pinned_count > w.messages AND c.packed_seq < c.first_seq AND c.deleted_at IS NULL
        LIMIT batch
        FOR NO KEY UPDATE OF c SKIP LOCKED
    LOOP
        SELECT max(seq) AS seq, count(*) FILTER (WHERE NOT pinned) AS messages, count(*) FILTER (WHERE pinned) AS staying,
            coalesce(sum(tokens) FILTER (WHERE NOT pinned), 0) AS tokens INTO leaving
            FROM (
                SELECT seq, tokens, pinned FROM app.messages
                WHERE owner_id = held.owner_id AND conversation_id = held.id AND seq >= held.first_seq
                ORDER BY seq
                LIMIT held.in_window - held.window_
            ) AS oldest;
        UPDATE app.conversations SET
            first_seq = leaving.seq + 1,
            message_count = message_count - leaving.messages,
            pinned_count = pinned_count + leaving.staying,
            total_tokens = total_tokens - leaving.tokens,
            pruned_count = pruned_count + leaving.messages
            WHERE owner_id = held.owner_id AND id = held.id;
        INSERT INTO app.ledger_entries (owner_id, agent_id, messages) VALUES (held.owner_id, held.agent_id, -leaving.messages);
        PERFORM app.prune_window(held.owner_id, held.id, 1);
        done := done + 1;
    END LOOP;
    RETURN done;
END
$$;
