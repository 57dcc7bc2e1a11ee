-- What a sweep at from_ and the ones after it would bring to their end by until_, under these policies: the rows the simulator
-- and the preview count, by the same rules as the sweep. 'ends_at' is when the conversation goes to the archive or the trash,
-- 'notice_at' when its owner is told, or was: from_ where that is overdue.
--
-- In three parts, each with an index of its own: those nothing is decided about, those whose owners know, and those with a policy of
-- their own; OFFSET 0 lets with_own be called once a row. It is inlined only where policies is a column or a parameter, not a sub-select.
-- after: retention/due_at, retention/ends_at, retention/with_own
CREATE OR REPLACE FUNCTION app.outlook(policies app.resolved_policies[], from_ timestamptz, until_ timestamptz)
    RETURNS TABLE (
        owner_id uuid, id uuid, agent_id uuid, at_end text, due_at timestamptz, ends_at timestamptz, messages integer, bytes bigint,
        notice_at timestamptz)
    LANGUAGE sql STABLE
AS $$
    SELECT c.owner_id, c.id, p.agent_id, (c.own).at_end, due.due_at, ends.ends_at, c.message_count, c.bytes + 400,
        CASE WHEN c.expires_at IS NULL THEN greatest(from_, due.due_at - (c.own).notice_days * interval '24 hours') ELSE c.noticed_at END
    FROM unnest(policies) AS p
    CROSS JOIN LATERAL (
        SELECT v.owner_id, v.id, v.active_at, v.kept_until, v.pinned_at, v.noticed_at, v.expires_at, v.message_count, v.bytes, p AS own
            FROM app.conversations v
            WHERE v.agent_id = p.agent_id AND v.expires_at IS NULL AND v.archived_at IS NULL AND v.deleted_at IS NULL AND NOT v.held
                AND NOT v.has_policy AND p.ttl_days > 0 AND v.active_at <= until_ - p.ttl_days * interval '24 hours'
        UNION ALL
        (SELECT v.owner_id, v.id, v.active_at, v.kept_until, v.pinned_at, v.noticed_at, v.expires_at, v.message_count, v.bytes,
            CASE WHEN v.has_policy THEN app.with_own(p, v.owner_id, v.id) ELSE p END
            FROM app.conversations v
            WHERE v.agent_id = p.agent_id AND v.expires_at <= until_ AND v.archived_at IS NULL AND v.deleted_at IS NULL AND NOT v.held
            OFFSET 0)
        UNION ALL
        (SELECT v.owner_id, v.id, v.active_at, v.kept_until, v.pinned_at, v.noticed_at, v.expires_at, v.message_count, v.bytes,
            app.with_own(p, v.owner_id, v.id)
            FROM app.conversation_policies o
            JOIN app.conversations v ON v.owner_id = o.owner_id AND v.id = o.conversation_id
            WHERE v.agent_id = p.agent_id AND v.expires_at IS NULL AND v.archived_at IS NULL AND v.deleted_at IS NULL AND NOT v.held
            OFFSET 0)
    ) AS c
    CROSS JOIN LATERAL (
        SELECT app.due_at(c.active_at, c.kept_until, c.pinned_at, (c.own).ttl_days, (c.own).allow_pin) AS due_at) AS due
    CROSS JOIN LATERAL (
        SELECT app.ends_at(due.due_at, c.expires_at, (c.own).notice_days, from_) AS ends_at) AS ends
    WHERE due.due_at IS NOT NULL AND ends.ends_at <= until_
$$;
