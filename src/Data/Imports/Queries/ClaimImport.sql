-- Takes an import that nobody works on, or whose worker has given no sign of life for long.
UPDATE app.imports SET heartbeat_at = @now, attempts = attempts + 1
    WHERE (owner_id, id) = (
        SELECT owner_id, id FROM app.imports
        WHERE state IN ('reading', 'importing', 'undoing') AND (heartbeat_at IS NULL OR heartbeat_at < @stale)
            AND NOT (SELECT read_only FROM app.system_settings)
        ORDER BY created_at
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
    RETURNING owner_id, id, state, attempts;
