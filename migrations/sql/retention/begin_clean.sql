-- Notes that an admin starts a cleanup: how many it means, and each one that a hold keeps out of it. Returns how many it means.
CREATE OR REPLACE FUNCTION app.begin_clean(run uuid, filter_ jsonb, per_second_ integer, by_ uuid) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    meant integer;
    before timestamptz := (filter_ ->> 'active_before')::timestamptz;
BEGIN
    SELECT count(*) INTO meant FROM app.conversations c
        WHERE app.cleans(c, filter_, before) AND NOT c.held AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id);
    INSERT INTO app.cleanup_runs (id, layer, state, filter, per_second, selected, noticed, archived, trashed, deleted, messages, bytes, started_by)
        VALUES (run, 'panel', 'running', filter_, per_second_, meant, 0, 0, 0, 0, 0, 0, by_);
    INSERT INTO app.audit_log (actor_id, action, target_kind, target_id, detail)
        SELECT by_, 'hold.prevented', 'conversation', c.id, jsonb_build_object('attempt', 'cleanup', 'owner_id', c.owner_id, 'run_id', run)
        FROM app.conversations c WHERE app.cleans(c, filter_, before) AND c.held;
    RETURN meant;
END
$$;
