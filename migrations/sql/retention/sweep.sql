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
    step record;
    gone record;
    p app.resolved_policies;
    n integer;
BEGIN
    noticed := 0; archived := 0; trashed := 0; deleted := 0; messages := 0; bytes := 0;

    -- 1. The trash whose days are over. Its rule was written when it went there.
    FOR step IN
        SELECT owner_id, ending, array_agg(id) AS ids, count(*) AS n FROM (
            SELECT c.owner_id, c.id, c.ending FROM app.conversations c
            WHERE c.expires_at <= at_ AND c.deleted_at IS NOT NULL AND NOT c.held
            ORDER BY c.expires_at LIMIT room FOR UPDATE SKIP LOCKED) AS due
        GROUP BY owner_id, ending
    LOOP
        SELECT * INTO gone FROM app.remove_conversations(
            step.owner_id, step.ids, coalesce(step.ending ->> 'cause', 'person'), layer_, coalesce(step.ending - 'cause', '{}'), run);
        deleted := deleted + gone.conversations;
        messages := messages + gone.messages;
        bytes := bytes + gone.bytes;
        room := room - step.n;
    END LOOP;

    -- 2. Those whose notice, or whose time in the archive, is over.
    FOR step IN
        SELECT c.* FROM app.conversations c
        WHERE room > 0 AND c.expires_at <= at_ AND c.deleted_at IS NULL AND NOT c.held
            AND NOT EXISTS (SELECT FROM app.export_jobs j WHERE j.owner_id = c.owner_id AND j.conversation_id = c.id)
            AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id)
        ORDER BY c.expires_at LIMIT room FOR UPDATE OF c SKIP LOCKED
    LOOP
        SELECT * INTO p FROM app.resolved_policies WHERE agent_id = step.agent_id;
        IF step.has_policy THEN
            p := app.with_own(p, step.owner_id, step.id);
        END IF;
        room := room - 1;
        CASE app.end_conversation(step, p, at_, layer_)
            WHEN 'archived' THEN archived := archived + 1;
            WHEN 'trashed' THEN trashed := trashed + 1;
            ELSE NULL;
        END CASE;
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
    handled := most - room + n;

    IF run IS NOT NULL THEN
        UPDATE app.cleanup_runs r SET
            noticed = r.noticed + sweep.noticed, archived = r.archived + sweep.archived, trashed = r.trashed + sweep.trashed,
            deleted = r.deleted + sweep.deleted, messages = r.messages + sweep.messages, bytes = r.bytes + sweep.bytes, heartbeat_at = now()
            WHERE r.id = run;
    END IF;
END
$$;

-- What becomes of a conversation whose notice is over, if the policy still says so: 'archived', 'trashed', 'waits' for its copy,
-- or 'lives' on.
CREATE FUNCTION app.end_conversation(c record, p app.resolved_policies, at_ timestamptz, layer_ text) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    due timestamptz;
    ending_ jsonb;
BEGIN
    IF c.archived_at IS NOT NULL THEN
        due := CASE WHEN p.archive_days > 0 THEN c.archived_at + p.archive_days * interval '24 hours' END;
    ELSE
        due := app.due_at(c.active_at, c.kept_until, c.pinned_at, p.ttl_days, p.allow_pin);
    END IF;
    IF due IS NULL OR due > at_ THEN
        -- The policy, a pin or an extension has given it more time since: the notice stands if it is not much, and else it is given
        -- again when the end is near.
        UPDATE app.conversations SET
            expires_at = CASE WHEN archived_at IS NOT NULL OR due <= at_ + p.notice_days * interval '24 hours' THEN due END,
            noticed_at = CASE WHEN due <= at_ + p.notice_days * interval '24 hours' THEN noticed_at END
            WHERE owner_id = c.owner_id AND id = c.id;
        RETURN 'lives';
    END IF;

    ending_ := jsonb_build_object('last_active', c.active_at, 'layer', layer_) || CASE WHEN c.archived_at IS NOT NULL
        THEN jsonb_build_object('cause', 'archive_ttl', 'scope', p.sources ->> 'archive_days', 'archive_days', p.archive_days, 'archived_at', c.archived_at)
        ELSE jsonb_build_object('cause', 'ttl', 'scope', p.sources ->> 'ttl_days', 'ttl_days', p.ttl_days) END;
    IF c.archived_at IS NULL AND p.at_end = 'archive' THEN
        UPDATE app.conversations SET
            archived_at = at_, noticed_at = NULL, ending = ending_,
            expires_at = CASE WHEN p.archive_days > 0 THEN at_ + p.archive_days * interval '24 hours' END
            WHERE owner_id = c.owner_id AND id = c.id;
        RETURN 'archived';
    END IF;
    IF p.export_first AND NOT EXISTS (
        SELECT FROM app.saved_copies s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id AND s.created_at >= c.updated_at) THEN
        INSERT INTO app.export_jobs (owner_id, conversation_id, attempts) VALUES (c.owner_id, c.id, 0) ON CONFLICT DO NOTHING;
        RETURN 'waits';
    END IF;
    UPDATE app.conversations SET
        deleted_at = at_, ending = ending_, expires_at = at_ + p.trash_days * interval '24 hours'
        WHERE owner_id = c.owner_id AND id = c.id;
    RETURN 'trashed';
END
$$;

-- The sweep within a send: a few of the writer's own conversations, and never the send's trouble.
CREATE FUNCTION app.sweep_beside_insert(owner uuid) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
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
    INSERT INTO app.cleanup_runs (id, layer, state, selected, noticed, archived, trashed, deleted, messages, bytes)
        VALUES (run, layer_, 'running', 0, 0, 0, 0, 0, 0, 0);
    PERFORM app.mark_layer(layer_);
    COMMIT;
    LOOP
        SELECT * INTO done FROM app.sweep(layer_, batch, run);
        COMMIT;
        EXIT WHEN done.handled = 0;
    END LOOP;
    UPDATE app.cleanup_runs SET state = 'finished', finished_at = now(), heartbeat_at = now() WHERE id = run;
    COMMIT;
END
$$;
