-- Takes one job that may be done now, of the next owner in turn: who has asked for a thousand gets one while everybody else gets one. Nothing
-- while the portal is read-only, but for what keeps an eye on it.
WITH next AS (
    SELECT owner_id, id FROM app.jobs
        WHERE state = 'waiting' AND not_before <= @now AND kind = ANY (@kinds) AND owner_id > @after
            AND (kind = ANY (@always) OR NOT (SELECT read_only FROM app.system_settings))
        ORDER BY owner_id, kind, not_before
        LIMIT 1
        FOR UPDATE SKIP LOCKED
), first AS (
    SELECT owner_id, id FROM app.jobs
        WHERE NOT EXISTS (SELECT FROM next) AND state = 'waiting' AND not_before <= @now AND kind = ANY (@kinds)
            AND (kind = ANY (@always) OR NOT (SELECT read_only FROM app.system_settings))
        ORDER BY owner_id, kind, not_before
        LIMIT 1
        FOR UPDATE SKIP LOCKED
)
UPDATE app.jobs SET state = 'running', attempts = attempts + 1, locked_by = @instance, heartbeat_at = @now, started_at = @now
    WHERE (owner_id, id) = (SELECT owner_id, id FROM next UNION ALL SELECT owner_id, id FROM first)
    RETURNING owner_id, id, kind, subject, payload::text, attempts;
