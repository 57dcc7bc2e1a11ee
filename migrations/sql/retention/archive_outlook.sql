-- What a sweep at from_ and the ones after it would move from the archive to the trash by until_, under these policies: what is in the archive
-- now, and what app.outlook sends there. By the same rules as the sweep, whose steps for the archive these are in one expression: its step 4 sets the
-- end of what has none, or a later one than the policy says by now; next_step lets live on what the policy gives more time.
-- after: retention/outlook, retention/with_own
CREATE OR REPLACE FUNCTION app.archive_outlook(policies app.resolved_policies[], from_ timestamptz, until_ timestamptz)
    RETURNS TABLE (owner_id uuid, id uuid, agent_id uuid, ends_at timestamptz, messages integer, bytes bigint)
    LANGUAGE sql STABLE
AS $$
    SELECT o.owner_id, o.id, o.agent_id, ends.ends_at, o.messages, o.bytes
    FROM app.outlook(policies, from_, until_) AS o
    JOIN unnest(policies) AS p ON p.agent_id = o.agent_id
    JOIN app.conversations c ON c.owner_id = o.owner_id AND c.id = o.id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.has_policy THEN (app.with_own(p, c.owner_id, c.id)).archive_days ELSE p.archive_days END AS days) AS archive
    CROSS JOIN LATERAL (SELECT greatest(o.ends_at, from_) + archive.days * interval '24 hours' AS ends_at) AS ends
    WHERE o.at_end = 'archive' AND archive.days > 0 AND ends.ends_at <= until_
    UNION ALL
    SELECT c.owner_id, c.id, c.agent_id, ends.ends_at, c.message_count, c.bytes + 400
    FROM unnest(policies) AS p
    JOIN app.conversations c ON c.agent_id = p.agent_id AND c.archived_at IS NOT NULL AND c.deleted_at IS NULL AND NOT c.held
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.has_policy THEN (app.with_own(p, c.owner_id, c.id)).archive_days ELSE p.archive_days END AS days) AS archive
    CROSS JOIN LATERAL (SELECT c.archived_at + archive.days * interval '24 hours' AS due_at) AS due
    CROSS JOIN LATERAL (SELECT CASE
        WHEN c.has_policy THEN c.expires_at
        ELSE least(c.expires_at, greatest(due.due_at, from_ + p.notice_days * interval '24 hours')) END AS told_at) AS told
    CROSS JOIN LATERAL (SELECT greatest(told.told_at, due.due_at) AS ends_at) AS ends
    WHERE archive.days > 0 AND told.told_at IS NOT NULL AND ends.ends_at <= until_
$$;
