-- One batch of a cleanup, in one transaction: at most most conversations that it means go to the trash, at the pace that was set,
-- whoever runs it. In the order of the key, and from its beginning again while something was locked: so it reads each once.
-- Returns how many went; null: the run is over, stopped, or somebody else is at it.
CREATE OR REPLACE FUNCTION app.clean(run uuid, most integer, at_ timestamptz DEFAULT now()) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    r app.cleanup_runs;
    c app.conversations;
    due app.conversations[];
    went integer := 0;
    went_messages bigint := 0;
    went_bytes bigint := 0;
    room integer := most;
    before timestamptz;
    after_owner uuid;
    after_id uuid;
    finished timestamptz;
BEGIN
    SELECT * INTO r FROM app.cleanup_runs WHERE id = run AND state = 'running' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND OR (SELECT s.read_only FROM app.system_settings s) THEN
        RETURN NULL;
    END IF;
    IF r.per_second IS NOT NULL THEN
        room := least(most, r.per_second, floor(r.per_second * extract(epoch FROM clock_timestamp() - r.heartbeat_at))::integer);
        IF room < 1 THEN
            RETURN 0;
        END IF;
    END IF;

    before := (r.filter ->> 'active_before')::timestamptz;
    after_owner := coalesce((r.filter ->> 'after_owner')::uuid, '00000000-0000-0000-0000-000000000000');
    after_id := coalesce((r.filter ->> 'after_id')::uuid, '00000000-0000-0000-0000-000000000000');
    SELECT coalesce(array_agg(d), '{}') INTO due FROM (
        SELECT v.* FROM app.conversations v
        WHERE (v.owner_id, v.id) > (after_owner, after_id) AND app.cleans(v, r.filter, before) AND NOT v.held
            AND NOT EXISTS (SELECT FROM app.replies a WHERE a.owner_id = v.owner_id AND a.conversation_id = v.id)
        ORDER BY v.owner_id, v.id LIMIT room FOR UPDATE OF v SKIP LOCKED) AS d;
    FOREACH c IN ARRAY due LOOP
        UPDATE app.conversations v SET
            deleted_at = at_,
            expires_at = at_ + (app.rules_of(c)).trash_days * interval '24 hours',
            ending = app.ending('admin', 'panel', c.active_at, jsonb_build_object(
                'by', r.started_by, 'run', run, 'filter', r.filter - '{chosen,after_owner,after_id}'::text[]))
            WHERE v.owner_id = c.owner_id AND v.id = c.id;
        went := went + 1;
        went_messages := went_messages + c.message_count;
        went_bytes := went_bytes + c.bytes + 400;
    END LOOP;

    IF went < room THEN
        -- The end of the list. What was locked meanwhile is met when it is read again, so it is over when nothing is left.
        r.filter := r.filter - '{after_owner,after_id}'::text[];
        IF NOT EXISTS (SELECT FROM app.conversations v WHERE app.cleans(v, r.filter, before) AND NOT v.held
                AND NOT EXISTS (SELECT FROM app.replies a WHERE a.owner_id = v.owner_id AND a.conversation_id = v.id)) THEN
            r.state := 'finished';
            finished := now();
        END IF;
    ELSE
        r.filter := r.filter || jsonb_build_object('after_owner', c.owner_id, 'after_id', c.id);
    END IF;
    UPDATE app.cleanup_runs SET
        filter = r.filter, state = r.state, trashed = trashed + went, messages = messages + went_messages, bytes = bytes + went_bytes,
        heartbeat_at = clock_timestamp(), finished_at = finished
        WHERE id = run;
    RETURN CASE WHEN r.state = 'running' THEN went END;
END
$$;
