-- What a sweep at a time would do if nothing came between, by the same steps, without doing it and without a lock. Of at most most
-- conversations; whole says whether that was all.
CREATE OR REPLACE FUNCTION app.sweep_preview(
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
