-- Brings up to batch conversations that are over the window within it: for a window that was made smaller. Skips those
-- somebody is writing in; their next message does the same. Returns how many were brought within.
CREATE FUNCTION app.apply_window(batch integer) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    limit_ integer := (SELECT window_messages FROM app.retention_policies WHERE scope = 'system');
    held record;
    leaving record;
    done integer := 0;
BEGIN
    FOR held IN
        SELECT owner_id, id, first_seq, message_count FROM app.conversations
        WHERE message_count > limit_
        LIMIT batch
        FOR NO KEY UPDATE SKIP LOCKED
    LOOP
        SELECT max(seq) AS seq, count(*) AS messages, coalesce(sum(tokens), 0) AS tokens INTO leaving
            FROM (
                SELECT seq, tokens FROM app.messages
                WHERE owner_id = held.owner_id AND conversation_id = held.id AND seq >= held.first_seq
                ORDER BY seq
                LIMIT held.message_count - limit_
            ) AS oldest;
        UPDATE app.conversations SET
            first_seq = leaving.seq + 1,
            message_count = message_count - leaving.messages,
            total_tokens = total_tokens - leaving.tokens,
            pruned_count = pruned_count + leaving.messages
            WHERE owner_id = held.owner_id AND id = held.id;
        PERFORM app.prune_window(held.owner_id, held.id, 1);
        done := done + 1;
    END LOOP;
    RETURN done;
END
$$;
