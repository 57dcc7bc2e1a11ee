-- Copies whose time is over, a batch of them, with a receipt a person. A hold keeps them as it keeps conversations.
WITH gone AS (
    DELETE FROM app.saved_copies WHERE (owner_id, id) IN (
        SELECT s.owner_id, s.id FROM app.saved_copies s
        WHERE s.expires_at <= @now AND NOT (SELECT read_only FROM app.system_settings) AND NOT EXISTS (
            SELECT FROM app.holds h
            WHERE h.owner_id = s.owner_id AND h.released_at IS NULL AND (h.conversation_id IS NULL OR h.conversation_id = s.conversation_id))
        ORDER BY s.expires_at LIMIT @most FOR UPDATE SKIP LOCKED)
        RETURNING owner_id, conversation_id, length(data) AS size
), receipted AS (
    INSERT INTO app.receipts (owner_id, id, cause, layer, rule, conversations, counts, at)
        SELECT owner_id, gen_random_uuid(), 'saved_copy', 'schedule', '{}', array_agg(DISTINCT conversation_id), app.counted('saved_copies', count(*), sum(size)), now()
        FROM gone GROUP BY owner_id
)
SELECT count(*)::integer AS "Value" FROM gone;
