-- Takes an export that waits, or whose worker shows no life any more.
UPDATE app.exports SET state = 'running', heartbeat_at = @now, attempts = attempts + 1
    WHERE (owner_id, id) = (
        SELECT owner_id, id FROM app.exports
        WHERE (state = 'queued' OR (state = 'running' AND heartbeat_at < @lost)) AND NOT (SELECT read_only FROM app.system_settings)
        ORDER BY created_at
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
    RETURNING owner_id, id, attempts;
