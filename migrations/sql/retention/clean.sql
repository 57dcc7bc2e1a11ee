-- Whether a cleanup that an admin starts is meant to take a conversation. filter, all of it optional but the first:
-- {"active_before": time, "agent_id": …, "owner_id": …, "larger_than": bytes, "empty": true, "chosen": [id, …]}.
-- What is pinned or in the trash is never meant; what is held or being answered is met, and left out by who asks: so this is one
-- expression, which the planner sees through; and active_before comes by itself, so that it is not read anew for each row.
CREATE FUNCTION app.cleans(c app.conversations, filter jsonb, active_before timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN c.deleted_at IS NULL AND c.pinned_at IS NULL
        AND c.active_at <= active_before
        AND (filter -> 'agent_id' IS NULL OR c.agent_id = (filter ->> 'agent_id')::uuid)
        AND (filter -> 'owner_id' IS NULL OR c.owner_id = (filter ->> 'owner_id')::uuid)
        AND (filter -> 'larger_than' IS NULL OR c.bytes + 400 > (filter ->> 'larger_than')::bigint)
        AND (filter -> 'empty' IS NULL OR c.message_count = 0)
        AND (filter -> 'chosen' IS NULL OR filter -> 'chosen' ? c.id::text);

-- Notes that an admin starts a cleanup: how many it means, and each one that a hold keeps out of it. Returns how many it means.
CREATE FUNCTION app.begin_clean(run uuid, filter_ jsonb, per_second_ integer, by_ uuid) RETURNS integer
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

-- One batch of a cleanup, in one transaction: at most most conversations that it means go to the trash, at the pace that was set,
-- whoever runs it. In the order of the key, and from its beginning again while something was locked: so it reads each once.
-- Returns how many went; null: the run is over, stopped, or somebody else is at it.
CREATE FUNCTION app.clean(run uuid, most integer, at_ timestamptz DEFAULT now()) RETURNS integer
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
            ending = jsonb_build_object('cause', 'admin', 'layer', 'panel', 'by', r.started_by, 'run', run, 'last_active', c.active_at,
                'filter', r.filter - '{chosen,after_owner,after_id}'::text[])
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
        END IF;
    ELSE
        r.filter := r.filter || jsonb_build_object('after_owner', c.owner_id, 'after_id', c.id);
    END IF;
    UPDATE app.cleanup_runs SET
        filter = r.filter, state = r.state, trashed = trashed + went, messages = messages + went_messages, bytes = bytes + went_bytes,
        heartbeat_at = clock_timestamp(), finished_at = CASE WHEN r.state = 'finished' THEN now() END
        WHERE id = run;
    RETURN CASE WHEN r.state = 'running' THEN went END;
END
$$;

-- For the panel: the longest inactive of those that were given notice, and receipts by the conversation they are about.
CREATE INDEX conversations_noticed ON app.conversations (active_at) WHERE expires_at IS NOT NULL AND archived_at IS NULL AND deleted_at IS NULL;
CREATE INDEX receipts_conversations ON app.receipts USING gin (conversations);

-- Statistics of the tables that cleaning changes most, for the planner. As their owner, because nobody else may; VACUUM cannot
-- run inside a function.
CREATE FUNCTION app.analyze_tables() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    ANALYZE app.conversations, app.messages, app.summaries, app.segments, app.receipts, app.ledger_entries;
END
$$;
REVOKE EXECUTE ON FUNCTION app.analyze_tables FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.analyze_tables TO cm_maintenance;

-- From PostgreSQL 17 on, tables can be vacuumed by others than their owner.
DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 170000 THEN
        EXECUTE 'GRANT MAINTAIN ON ALL TABLES IN SCHEMA app TO cm_maintenance';
    END IF;
END
$$;
