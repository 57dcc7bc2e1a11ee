-- Entries by keyset, the newest first. A person is who did it, or to whom it was done.
SELECT e.id AS "Id", e.at AS "At", e.action AS "Action", actor.email AS "Actor", e.actor_id AS "ActorId",
    e.target_kind AS "TargetKind", e.target_id AS "TargetId",
    coalesce(target.email, agent.name, organisation.name, CASE WHEN e.target_id LIKE 'system:%' THEN 'system' END) AS "Target",
    e.detail::text AS "Detail"
FROM app.audit_log e
LEFT JOIN app.users actor ON actor.id = e.actor_id
LEFT JOIN app.users target ON e.target_kind = 'user' AND target.id::text = e.target_id
LEFT JOIN app.agents agent ON e.target_kind = 'policy' AND e.target_id = 'agent:' || agent.id OR e.target_kind = 'agent' AND e.target_id = agent.id::text
LEFT JOIN app.organisations organisation ON e.target_kind = 'policy' AND e.target_id = 'organisation:' || organisation.id
WHERE (@before IS NULL OR e.id < @before)
    AND (@action IS NULL OR e.action = @action)
    AND (@since IS NULL OR e.at >= @since)
    AND (@until IS NULL OR e.at < @until)
    AND (@person IS NULL OR strpos(lower(actor.email), lower(@person)) > 0 OR strpos(lower(target.email), lower(@person)) > 0)
ORDER BY e.id DESC
LIMIT @most;
