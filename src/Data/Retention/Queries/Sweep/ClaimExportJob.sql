-- Takes one conversation that waits for its copy and holds it until a time, so that no other worker takes it.
UPDATE app.export_jobs SET not_before = @held_until, attempts = attempts + 1
    WHERE (owner_id, conversation_id) = (
        SELECT owner_id, conversation_id FROM app.export_jobs
        WHERE not_before <= @now AND NOT (SELECT read_only FROM app.system_settings)
        ORDER BY not_before
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
    RETURNING owner_id, conversation_id, attempts;
