-- What a sweep at from_ and the ones after it would bring to their end by until_, under these policies: the rows the simulator
-- and the preview count, by the same rules as the sweep. 'ends_at' is when the conversation goes to the archive or the trash,
-- 'notice_at' when its owner is told, or was: from_ where that is overdue.
CREATE FUNCTION app.outlook(policies app.resolved_policies[], from_ timestamptz, until_ timestamptz)
    RETURNS TABLE (
        owner_id uuid, id uuid, agent_id uuid, at_end text, due_at timestamptz, ends_at timestamptz, messages integer, bytes bigint,
        notice_at timestamptz)
    LANGUAGE sql STABLE
AS $$
    SELECT c.owner_id, c.id, c.agent_id, (own.p).at_end, due.due_at, ends.ends_at, c.message_count, c.bytes + 400,
        CASE WHEN c.expires_at IS NULL THEN greatest(from_, due.due_at - (own.p).notice_days * interval '24 hours') ELSE c.noticed_at END
    FROM unnest(policies) AS p
    JOIN app.conversations c ON c.agent_id = p.agent_id
    CROSS JOIN LATERAL (SELECT CASE WHEN c.has_policy THEN app.with_own(p, c.owner_id, c.id) ELSE p END AS p OFFSET 0) AS own
    CROSS JOIN LATERAL (
        SELECT app.due_at(c.active_at, c.kept_until, c.pinned_at, (own.p).ttl_days, (own.p).allow_pin) AS due_at) AS due
    CROSS JOIN LATERAL (
        SELECT greatest(due.due_at, coalesce(c.expires_at, from_ + (own.p).notice_days * interval '24 hours')) AS ends_at) AS ends
    WHERE c.archived_at IS NULL AND c.deleted_at IS NULL AND NOT c.held
        AND (c.has_policy OR (p.ttl_days > 0 AND c.active_at <= until_ - p.ttl_days * interval '24 hours'))
        AND due.due_at IS NOT NULL AND ends.ends_at <= until_
$$;
