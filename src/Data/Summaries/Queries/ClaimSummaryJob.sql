-- Takes one job that is due and holds it until a time, so that no other worker takes it. A worker that dies loses it then. None while nothing may be written.
UPDATE app.summary_jobs SET not_before = @held_until, attempts = attempts + 1
    WHERE (owner_id, conversation_id) = (
        SELECT owner_id, conversation_id FROM app.summary_jobs
        WHERE not_before <= @now AND NOT (SELECT read_only FROM app.system_settings)
        ORDER BY not_before
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
    RETURNING owner_id, conversation_id, attempts;
