-- One batch of the sweep, in one transaction: at most most conversations are moved one step on. What layer does it at which
-- time makes no difference. Rows that somebody works on are skipped and come next time, so nobody waits and any number may
-- sweep at once; what was done is in the run's row of the same transaction, so a sweep that is killed has done whole batches.
-- As cm_app it sees and moves the current person's own conversations only.
--
-- The steps of a conversation: live -> noticed (expires_at is set) -> archive or trash -> removed. Returns how many it came to, and
-- what became of them; a sweep is over when a batch came to none.
CREATE OR REPLACE FUNCTION app.sweep(
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
            INSERT INTO app.jobs (owner_id, kind, subject) VALUES (moving.owner_id, 'saved_copy', moving.id) ON CONFLICT DO NOTHING;
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
            SELECT c.owner_id, c.id, app.ends_at(
                app.due_at(c.active_at, c.kept_until, c.pinned_at, step.ttl_days, step.allow_pin), NULL, step.notice_days, at_) AS ends_at
            FROM app.conversations c
            WHERE c.agent_id = step.agent_id AND c.expires_at IS NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL
                AND c.active_at <= at_ - (step.ttl_days - step.notice_days) * interval '24 hours'
                AND NOT c.has_policy AND NOT c.held
                AND app.due_at(c.active_at, c.kept_until, c.pinned_at, step.ttl_days, step.allow_pin) <= at_ + step.notice_days * interval '24 hours'
            ORDER BY c.active_at LIMIT room FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE app.conversations c SET
            noticed_at = at_,
            expires_at = due.ends_at
            FROM due WHERE c.owner_id = due.owner_id AND c.id = due.id;
        GET DIAGNOSTICS n = ROW_COUNT;
        noticed := noticed + n;
        room := room - n;
    END LOOP;
    WITH due AS (
        SELECT c.owner_id, c.id, app.ends_at(own.due_at, NULL, own.notice_days, at_) AS ends_at
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
        expires_at = due.ends_at
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
