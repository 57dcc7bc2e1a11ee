-- One conversation in whatever state, and what its policy and its dates come to. Without its title.
SELECT c.owner_id, c.id, a.name, c.created_at, c.active_at, c.kept_until, c.pinned_at, c.noticed_at, c.expires_at, c.archived_at, c.deleted_at,
    c.ending::text, c.held, c.message_count, c.bytes + 400, to_jsonb(p)::text, to_jsonb(r)::text, u.email,
    due.at,
    CASE
        WHEN c.deleted_at IS NOT NULL OR c.archived_at IS NOT NULL THEN c.expires_at
        ELSE app.ends_at(due.at, c.expires_at, p.notice_days, @now) END
FROM app.conversations c
JOIN app.agents a ON a.id = c.agent_id
JOIN app.resolved_policies r ON r.agent_id = c.agent_id
JOIN app.users u ON u.id = c.owner_id
CROSS JOIN LATERAL app.policy_of(c.owner_id, c.id) AS p
CROSS JOIN LATERAL (SELECT app.due_at(c.active_at, c.kept_until, c.pinned_at, p.ttl_days, p.allow_pin) AS at) AS due
WHERE c.id = @id AND (@owner IS NULL OR c.owner_id = @owner);
