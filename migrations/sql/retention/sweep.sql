-- One batch of the sweep, in one transaction: at most most conversations are moved one step on. What layer does it at which
-- time makes no difference. Rows that somebody works on are skipped and come next time, so nobody waits and any number may
-- sweep at once; what was done is in the run's row of the same transaction, so a sweep that is killed has done whole batches.
-- As cm_app it sees and moves the current person's own conversations only.
--
-- The steps of a conversation: live -> noticed (expires_at is set) -> archive or trash -> removed. Returns how many it came to, and
-- what became of them; a sweep is over when a batch came to none.
CREATE FUNCTION app.sweep(
    layer_ text, most integer, run uuid DEFAULT NULL, at_ timestamptz DEFAULT now(),
    OUT handled integer, OUT noticed integer, OUT archived integer, OUT trashed integer, OUT deleted integer, OUT messages bigint, OUT bytes bigint)
    LANGUAGE plpgsql
AS $$
DECLARE
    room integer := most;
    due app.conversations[];
    moving app.conversations;
    step record;
    gone record;
    n integer;
BEGIN
    handled := 0; noticed := 0; archived := 0; trashed := 0; deleted := 0; messages := 0; bytes := 0;
    IF (SELECT s.read_only FROM app.system_settings s) THEN
        RETURN;
    END IF;

    -- 1. Those whose days in the trash, notice or time in the archive is over: in one list, so that a batch reads what it does.
    SELECT coalesce(array_agg(d), '{}') INTO due FROM (
        SELECT c.* FROM app.conversations c
        WHERE c.expires_at <= at_ AND NOT c.held AND (c.deleted_at IS NOT NULL OR app.may_end(c))
        ORDER BY c.expires_at LIMIT room FOR UPDATE OF c SKIP LOCKED) AS d;
    room := room - cardinality(due);

    -- The rule of what is in the trash was written when it went there. One receipt for all of a person's that went by the same.
    FOR step IN
        SELECT d.owner_id, d.ending ->> 'cause' AS cause, d.ending - '{cause,last_active,archived_at}'::text[] AS rule, array_agg(d.id) AS ids
        FROM unnest(due) AS d WHERE d.deleted_at IS NOT NULL GROUP BY 1, 2, 3
    LOOP
        SELECT * INTO gone FROM app.remove_conversations(
            step.owner_id, step.ids, coalesce(step.cause, 'person'), layer_, coalesce(step.rule, '{}'), run);
        deleted := deleted + gone.conversations;
        messages := messages + gone.messages;
        bytes := bytes + gone.bytes;
    END LOOP;

    -- 2. The others go to the archive or the trash, wait for their copy, or live on.
    FOREACH moving IN ARRAY due LOOP
        CONTINUE WHEN moving.deleted_at IS NOT NULL;
        SELECT * INTO step FROM app.next_step(moving, app.rules_of(moving), at_, layer_);
        IF step.kind = 'waits' THEN
            INSERT INTO app.export_jobs (owner_id, conversation_id, attempts) VALUES (moving.owner_id, moving.id, 0) ON CONFLICT DO NOTHING;
            CONTINUE;
        END IF;
        UPDATE app.conversations v SET
            archived_at = step.archived_at, deleted_at = step.deleted_at, noticed_at = step.noticed_at,
            expires_at = step.expires_at, ending = step.ending
            WHERE v.owner_id = moving.owner_id AND v.id = moving.id;
        archived := archived + (step.kind = 'archived')::integer;
        trashed := trashed + (step.kind = 'trashed')::integer;
    END LOOP;

    -- 3. Those whose owners are to be told. A notice is never shorter than the policy says, however late it comes.
    FOR step IN SELECT * FROM app.resolved_policies WHERE ttl_days > 0 LOOP
        EXIT WHEN room <= 0;
        WITH due AS (
            SELECT c.owner_id, c.id, app.due_at(c.active_at, c.kept_until, c.pinned_at, step.ttl_days, step.allow_pin) AS due_at
            FROM app.conversations c
            WHERE c.agent_id = step.agent_id AND c.expires_at IS NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL
                AND c.active_at <= at_ - (step.ttl_days - step.notice_days) * interval '24 hours'
                AND NOT c.has_policy AND NOT c.held
                AND app.due_at(c.active_at, c.kept_until, c.pinned_at, step.ttl_days, step.allow_pin) <= at_ + step.notice_days * interval '24 hours'
            ORDER BY c.active_at LIMIT room FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE app.conversations c SET
            noticed_at = at_,
            expires_at = greatest(due.due_at, at_ + step.notice_days * interval '24 hours')
            FROM due WHERE c.owner_id = due.owner_id AND c.id = due.id;
        GET DIAGNOSTICS n = ROW_COUNT;
        noticed := noticed + n;
        room := room - n;
    END LOOP;
    WITH due AS (
        SELECT c.owner_id, c.id, own.notice_days, own.due_at
        FROM app.conversation_policies o
        JOIN app.conversations c ON c.owner_id = o.owner_id AND c.id = o.conversation_id
        CROSS JOIN LATERAL (
            SELECT r.notice_days, app.due_at(c.active_at, c.kept_until, c.pinned_at, r.ttl_days, r.allow_pin) AS due_at
            FROM app.policy_of(c.owner_id, c.id) AS r) AS own
        WHERE c.expires_at IS NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL AND NOT c.held
            AND own.due_at <= at_ + own.notice_days * interval '24 hours'
        LIMIT greatest(room, 0) FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    UPDATE app.conversations c SET
        noticed_at = at_,
        expires_at = greatest(due.due_at, at_ + due.notice_days * interval '24 hours')
        FROM due WHERE c.owner_id = due.owner_id AND c.id = due.id;
    GET DIAGNOSTICS n = ROW_COUNT;
    noticed := noticed + n;
    room := room - n;

    -- 4. Those in the archive for ever, or for longer than the policy says by now: they are told in time as well.
    FOR step IN SELECT * FROM app.resolved_policies WHERE archive_days > 0 LOOP
        EXIT WHEN room <= 0;
        WITH due AS (
            SELECT c.owner_id, c.id, ends.ends_at
            FROM app.conversations c
            CROSS JOIN LATERAL (SELECT greatest(
                c.archived_at + step.archive_days * interval '24 hours', at_ + step.notice_days * interval '24 hours') AS ends_at) AS ends
            WHERE c.agent_id = step.agent_id AND c.archived_at <= at_ - (step.archive_days - step.notice_days) * interval '24 hours'
                AND c.deleted_at IS NULL AND NOT c.has_policy AND NOT c.held
                AND (c.expires_at IS NULL OR c.expires_at > ends.ends_at)
            LIMIT room FOR NO KEY UPDATE OF c SKIP LOCKED
        )
        UPDATE app.conversations c SET noticed_at = at_, expires_at = due.ends_at
            FROM due WHERE c.owner_id = due.owner_id AND c.id = due.id;
        GET DIAGNOSTICS n = ROW_COUNT;
        noticed := noticed + n;
        room := room - n;
    END LOOP;
    handled := most - room;

    IF run IS NOT NULL THEN
        UPDATE app.cleanup_runs r SET
            noticed = r.noticed + sweep.noticed, archived = r.archived + sweep.archived, trashed = r.trashed + sweep.trashed,
            deleted = r.deleted + sweep.deleted, messages = r.messages + sweep.messages, bytes = r.bytes + sweep.bytes, heartbeat_at = now()
            WHERE r.id = run;
    END IF;
END
$$;

-- Whether nobody is at work on a live or archived conversation that is due: no reply is being written, and no copy.
CREATE FUNCTION app.may_end(c app.conversations) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN NOT EXISTS (SELECT FROM app.export_jobs j WHERE j.owner_id = c.owner_id AND j.conversation_id = c.id)
        AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id);

-- The policy that holds for a conversation's row.
CREATE FUNCTION app.rules_of(c app.conversations) RETURNS app.resolved_policies
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    p app.resolved_policies;
BEGIN
    SELECT * INTO p FROM app.resolved_policies WHERE agent_id = c.agent_id;
    IF c.has_policy THEN
        p := app.with_own(p, c.owner_id, c.id);
    END IF;
    RETURN p;
END
$$;

-- The step a conversation takes at a time: 'noticed', 'archived', 'trashed', 'removed', 'waits' for its copy, or 'lives' on because
-- its policy, a pin or an extension has given it more time since; null: none. With the row as it is afterwards. The sweep does
-- it, and app.sweep_preview only says so.
CREATE FUNCTION app.next_step(
    c app.conversations, p app.resolved_policies, at_ timestamptz, layer_ text,
    OUT kind text, OUT archived_at timestamptz, OUT deleted_at timestamptz, OUT noticed_at timestamptz, OUT expires_at timestamptz, OUT ending jsonb)
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    due timestamptz;
    notice interval := p.notice_days * interval '24 hours';
BEGIN
    archived_at := c.archived_at; deleted_at := c.deleted_at; noticed_at := c.noticed_at; expires_at := c.expires_at; ending := c.ending;
    IF c.held OR c.expires_at > at_ THEN
        RETURN;
    ELSIF c.deleted_at IS NOT NULL THEN
        kind := CASE WHEN c.expires_at <= at_ THEN 'removed' END;
        RETURN;
    ELSIF c.archived_at IS NOT NULL THEN
        due := CASE WHEN p.archive_days > 0 THEN c.archived_at + p.archive_days * interval '24 hours' END;
    ELSE
        due := app.due_at(c.active_at, c.kept_until, c.pinned_at, p.ttl_days, p.allow_pin);
    END IF;

    IF c.expires_at IS NULL THEN
        -- A notice is never shorter than the policy says, however late it comes.
        IF c.archived_at IS NULL AND due <= at_ + notice THEN
            kind := 'noticed';
            noticed_at := at_;
            expires_at := greatest(due, at_ + notice);
        END IF;
        RETURN;
    ELSIF due IS NULL OR due > at_ THEN
        -- The notice stands if it is not much more time, and else it is given again when the end is near.
        kind := 'lives';
        expires_at := CASE WHEN c.archived_at IS NOT NULL OR due <= at_ + notice THEN due END;
        noticed_at := CASE WHEN due <= at_ + notice THEN c.noticed_at END;
        RETURN;
    ELSIF NOT app.may_end(c) THEN
        RETURN;
    END IF;

    IF c.archived_at IS NULL AND p.at_end = 'archive' THEN
        kind := 'archived';
        archived_at := at_;
        noticed_at := NULL;
        expires_at := CASE WHEN p.archive_days > 0 THEN at_ + p.archive_days * interval '24 hours' END;
    ELSIF p.export_first AND NOT EXISTS (
        SELECT FROM app.saved_copies s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id AND s.created_at >= c.updated_at) THEN
        kind := 'waits';
        RETURN;
    ELSE
        kind := 'trashed';
        deleted_at := at_;
        expires_at := at_ + p.trash_days * interval '24 hours';
    END IF;
    ending := jsonb_build_object('last_active', c.active_at, 'layer', layer_) || CASE WHEN c.archived_at IS NOT NULL
        THEN jsonb_build_object('cause', 'archive_ttl', 'scope', p.sources ->> 'archive_days', 'archive_days', p.archive_days, 'archived_at', c.archived_at)
        ELSE jsonb_build_object('cause', 'ttl', 'scope', p.sources ->> 'ttl_days', 'ttl_days', p.ttl_days) END;
END
$$;

-- What a sweep at a time would do if nothing came between, by the same steps, without doing it and without a lock. Of at most most
-- conversations; whole says whether that was all.
CREATE FUNCTION app.sweep_preview(
    most integer, at_ timestamptz DEFAULT now(),
    OUT noticed integer, OUT archived integer, OUT trashed integer, OUT deleted integer, OUT messages bigint, OUT bytes bigint, OUT whole boolean)
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    c app.conversations;
    p app.resolved_policies;
    step record;
    size record;
    room integer := most;
BEGIN
    noticed := 0; archived := 0; trashed := 0; deleted := 0; messages := 0; bytes := 0;
    FOR c IN
        SELECT v.* FROM app.conversations v WHERE v.expires_at <= at_ AND NOT v.held
        UNION ALL
        SELECT v.* FROM app.resolved_policies r JOIN app.conversations v ON v.agent_id = r.agent_id
            AND v.active_at <= at_ - (r.ttl_days - r.notice_days) * interval '24 hours'
            WHERE r.ttl_days > 0 AND v.expires_at IS NULL AND v.archived_at IS NULL AND v.deleted_at IS NULL AND NOT v.has_policy AND NOT v.held
        UNION ALL
        SELECT v.* FROM app.conversation_policies o JOIN app.conversations v ON v.owner_id = o.owner_id AND v.id = o.conversation_id
            WHERE v.expires_at IS NULL AND v.archived_at IS NULL AND v.deleted_at IS NULL AND NOT v.held
    LOOP
        EXIT WHEN room = 0;
        room := room - 1;
        p := app.rules_of(c);
        LOOP
            SELECT * INTO step FROM app.next_step(c, p, at_, 'api');
            EXIT WHEN step.kind IS NULL OR step.kind = 'waits';
            noticed := noticed + (step.kind = 'noticed')::integer;
            archived := archived + (step.kind = 'archived')::integer;
            trashed := trashed + (step.kind = 'trashed')::integer;
            IF step.kind = 'removed' THEN
                SELECT * INTO size FROM app.size_of(c.owner_id, ARRAY[c.id]);
                deleted := deleted + 1;
                messages := messages + size.messages;
                bytes := bytes + size.bytes;
                EXIT;
            END IF;
            c.archived_at := step.archived_at; c.deleted_at := step.deleted_at; c.noticed_at := step.noticed_at; c.expires_at := step.expires_at;
        END LOOP;
    END LOOP;
    whole := room > 0;
END
$$;

-- What removing conversations of a person frees, as their receipt will say it.
CREATE FUNCTION app.size_of(owner uuid, ids uuid[], OUT messages bigint, OUT bytes bigint)
    LANGUAGE sql STABLE
AS $$
    SELECT sum(kept.messages), sum(kept.bytes) + 400 * cardinality(ids) FROM (
        SELECT count(*) AS messages, coalesce(sum(m.bytes), 0) AS bytes FROM app.messages m
            WHERE m.owner_id = owner AND m.conversation_id = ANY (ids)
        UNION ALL
        SELECT coalesce(sum(s.message_count), 0), coalesce(sum(length(s.data)), 0) FROM app.segments s
            WHERE s.owner_id = owner AND s.conversation_id = ANY (ids)
        UNION ALL
        SELECT 0, coalesce(sum(octet_length(s.content)), 0) FROM app.summaries s
            WHERE s.owner_id = owner AND s.conversation_id = ANY (ids)) AS kept
$$;

-- The sweep within a send: a few of the writer's own conversations, and never the send's trouble.
CREATE FUNCTION app.sweep_beside_insert(owner uuid) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    -- Only where row security leaves the writer's own: whoever sees all rows would sweep everybody's here.
    IF owner IS DISTINCT FROM app.user_id() THEN
        RETURN;
    END IF;
    PERFORM app.sweep('insert', 10);
    PERFORM app.mark_layer('insert');
EXCEPTION WHEN OTHERS THEN
    RAISE LOG 'the sweep beside an insert failed: %', SQLSTATE;
END
$$;

-- Notes that a layer has run. The web may not write the table itself; and nobody waits for somebody who notes the same.
CREATE FUNCTION app.mark_layer(layer_ text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE app.sweep_layers SET last_run_at = now()
        WHERE name = (SELECT name FROM app.sweep_layers WHERE name = layer_ FOR NO KEY UPDATE SKIP LOCKED);
END
$$;

-- A whole sweep, committed batch by batch: for pg_cron and psql.
CREATE PROCEDURE app.run_sweep(layer_ text, batch integer DEFAULT 100)
    LANGUAGE plpgsql
AS $$
DECLARE
    run uuid := gen_random_uuid();
    done record;
BEGIN
    IF (SELECT s.read_only FROM app.system_settings s) THEN
        RETURN;
    END IF;
    PERFORM app.begin_run(run, layer_);
    COMMIT;
    LOOP
        SELECT * INTO done FROM app.sweep(layer_, batch, run);
        COMMIT;
        EXIT WHEN done.handled = 0;
        -- The senders' turn.
        PERFORM pg_sleep(0.02);
    END LOOP;
    UPDATE app.cleanup_runs SET state = 'finished', finished_at = now(), heartbeat_at = now() WHERE id = run;
    COMMIT;
END
$$;

-- Notes the beginning of a run, and that sweeps whose last batch is minutes ago were interrupted: they have done whole batches,
-- and this one goes on where they stopped.
CREATE FUNCTION app.begin_run(run uuid, layer_ text) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE app.cleanup_runs SET state = 'stopped', finished_at = heartbeat_at
        WHERE state = 'running' AND filter IS NULL AND heartbeat_at < now() - interval '2 minutes';
    INSERT INTO app.cleanup_runs (id, layer, state, selected, noticed, archived, trashed, deleted, messages, bytes)
        VALUES (run, layer_, 'running', 0, 0, 0, 0, 0, 0, 0);
    PERFORM app.mark_layer(layer_);
END
$$;

-- So that who looks for runs that are running reads those only, however many there were.
CREATE INDEX ix_cleanup_runs_running ON app.cleanup_runs (started_at) WHERE state IN ('running', 'paused');
