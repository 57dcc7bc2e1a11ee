-- By the indexes only, and no further than @most: no page counts a large table.
SELECT
    (SELECT count(*)::integer FROM (
        SELECT FROM app.conversations WHERE expires_at <= @now AND deleted_at IS NOT NULL AND NOT held LIMIT @most) AS trash),
    (SELECT count(*)::integer FROM (
        SELECT FROM app.conversations WHERE expires_at <= @now AND deleted_at IS NULL AND NOT held LIMIT @most) AS ending),
    (SELECT count(*)::integer FROM (
        SELECT FROM app.conversations WHERE expires_at <= @until AND deleted_at IS NULL AND NOT held
        UNION ALL
        -- Without a notice yet, where the notice is shorter than the time looked at.
        SELECT FROM app.resolved_policies p CROSS JOIN LATERAL (
            SELECT FROM app.conversations c
            WHERE c.agent_id = p.agent_id AND c.active_at <= @until - p.ttl_days * interval '24 hours'
                AND c.expires_at IS NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL AND NOT c.has_policy AND NOT c.held
                AND app.due_at(c.active_at, c.kept_until, c.pinned_at, p.ttl_days, p.allow_pin) <= @until
            ORDER BY c.active_at LIMIT @most) AS unnoticed
            WHERE p.ttl_days > 0 AND @now + p.notice_days * interval '24 hours' < @until
        UNION ALL
        SELECT FROM app.conversation_policies o
            JOIN app.conversations c ON c.owner_id = o.owner_id AND c.id = o.conversation_id
            CROSS JOIN LATERAL app.policy_of(c.owner_id, c.id) AS own
            WHERE c.expires_at IS NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL AND NOT c.held
                AND app.due_at(c.active_at, c.kept_until, c.pinned_at, own.ttl_days, own.allow_pin) <= @until
                AND @now + own.notice_days * interval '24 hours' < @until
        LIMIT @most) AS soon),
    (SELECT count(*)::integer FROM (SELECT FROM app.jobs WHERE kind = 'saved_copy' LIMIT @most) AS waiting),
    (SELECT count(*)::integer FROM (SELECT FROM app.jobs WHERE kind = 'saved_copy' AND attempts > 1 LIMIT @most) AS failing),
    -- The longest inactive one, without an end yet or with one.
    least(
        (SELECT min(oldest.active_at) FROM app.agents a CROSS JOIN LATERAL (
            SELECT c.active_at FROM app.conversations c
            WHERE c.agent_id = a.id AND c.expires_at IS NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL
            ORDER BY c.active_at LIMIT 1) AS oldest),
        (SELECT min(c.active_at) FROM app.conversations c WHERE c.expires_at IS NOT NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL));
