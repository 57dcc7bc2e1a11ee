-- Files whose time is over, a batch of them, with a receipt a person. Their parts go with them.
WITH gone AS (
    DELETE FROM app.stored_files WHERE (owner_id, id) IN (
        SELECT f.owner_id, f.id FROM app.stored_files f
        WHERE f.expires_at <= @now AND NOT (SELECT read_only FROM app.system_settings)
        ORDER BY f.expires_at LIMIT @most FOR UPDATE SKIP LOCKED)
        RETURNING owner_id, id, length AS size
), expired AS (
    -- Of an export that came to nothing this was a beginning.
    UPDATE app.exports e SET state = CASE e.state WHEN 'done' THEN 'expired' ELSE e.state END, file_id = NULL FROM gone WHERE e.owner_id = gone.owner_id AND e.file_id = gone.id
), receipted AS (
    INSERT INTO app.receipts (owner_id, id, cause, layer, rule, conversations, counts, at)
        SELECT owner_id, gen_random_uuid(), 'stored_file', 'schedule', '{}', '{}', app.counted('stored_files', count(*), sum(size)::bigint), now()
        FROM gone GROUP BY owner_id
)
SELECT count(*)::integer AS "Value" FROM gone;
