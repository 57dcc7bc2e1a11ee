-- One conversation in whatever state, and what its policy and its dates come to. Without its title.
SELECT c.owner_id AS "OwnerId", c.id AS "Id", a.name AS "Agent", c.created_at AS "CreatedAt", c.active_at AS "ActiveAt",
    c.kept_until AS "KeptUntil", c.pinned_at AS "PinnedAt", c.noticed_at AS "NoticedAt", c.expires_at AS "ExpiresAt",
    c.archived_at AS "ArchivedAt", c.deleted_at AS "DeletedAt", c.ending::text AS "Ending", c.held AS "Held",
    c.message_count AS "Messages", c.bytes + 400 AS "Bytes", to_jsonb(p)::text AS "Policy",
    to_jsonb(r)::text AS "AgentPolicy", u.email AS "Email",
    app.due_at(c.active_at, c.kept_until, c.pinned_at, p.ttl_days, p.allow_pin) AS "DueAt"
FROM app.conversations c
JOIN app.agents a ON a.id = c.agent_id
JOIN app.resolved_policies r ON r.agent_id = c.agent_id
JOIN app.users u ON u.id = c.owner_id
CROSS JOIN LATERAL app.policy_of(c.owner_id, c.id) AS p
WHERE c.id = @id AND (@owner IS NULL OR c.owner_id = @owner);
