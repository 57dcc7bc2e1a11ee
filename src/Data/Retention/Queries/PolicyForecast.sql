-- What would end under the policies of today, and if @policy were saved; days 0: who is given notice at once, -1: what leaves
-- the window at once. What leaves the archive is counted apart. By person first: people are counted over far fewer rows then.
WITH policies AS MATERIALIZED (
    SELECT false AS proposed, array_agg(p) AS policies FROM app.resolved_policies p
    UNION ALL
    SELECT true, array_agg(p) FROM app.resolve_policies(jsonb_populate_record(NULL::app.retention_policies, @policy::jsonb)) AS p
), until AS MATERIALIZED (
    SELECT @from + greatest(90, max(p.notice_days)) * interval '24 hours' AS at FROM policies CROSS JOIN unnest(policies.policies) AS p
), ending AS MATERIALIZED (
    SELECT policies.proposed, o.owner_id, o.notice_at = @from AS at_once,
        CASE
            WHEN o.ends_at <= @from + 7 * interval '24 hours' THEN 7
            WHEN o.ends_at <= @from + 30 * interval '24 hours' THEN 30
            WHEN o.ends_at <= @from + 90 * interval '24 hours' THEN 90
            ELSE 366 END AS within,
        count(*) AS conversations, sum(o.messages) AS messages, sum(o.bytes) AS bytes, min(o.ends_at) AS first
    FROM policies CROSS JOIN until CROSS JOIN LATERAL app.outlook(policies.policies, @from, until.at) AS o
    GROUP BY 1, 2, 3, 4
), thrown_away AS MATERIALIZED (
    SELECT policies.proposed, o.owner_id,
        CASE
            WHEN o.ends_at <= @from + 7 * interval '24 hours' THEN 7
            WHEN o.ends_at <= @from + 30 * interval '24 hours' THEN 30
            ELSE 90 END AS within,
        count(*) AS conversations, sum(o.messages) AS messages, sum(o.bytes) AS bytes, min(o.ends_at) AS first
    FROM policies CROSS JOIN LATERAL app.archive_outlook(policies.policies, @from, @from + 90 * interval '24 hours') AS o
    GROUP BY 1, 2, 3
), leaving AS MATERIALIZED (
    SELECT policies.proposed, c.owner_id, c.message_count - c.pinned_count - w.messages AS messages
    FROM policies CROSS JOIN LATERAL unnest(policies.policies) AS p
    JOIN app.conversations c ON c.agent_id = p.agent_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.has_policy THEN (app.with_own(p, c.owner_id, c.id)).window_messages ELSE p.window_messages END AS messages) AS w
    WHERE c.message_count - c.pinned_count > w.messages AND c.packed_seq < c.first_seq AND c.deleted_at IS NULL
)
SELECT proposed AS "Proposed", false AS "Archive", -1 AS "Days", count(*) AS "Conversations",
    count(DISTINCT owner_id) AS "People", sum(messages)::bigint AS "Messages", 0::bigint AS "Bytes",
    NULL::timestamptz AS "First"
    FROM leaving GROUP BY proposed
UNION ALL
SELECT e.proposed, false, span.days, sum(e.conversations)::bigint, count(DISTINCT e.owner_id), sum(e.messages)::bigint, sum(e.bytes)::bigint, min(e.first)
    FROM ending e JOIN unnest(ARRAY[0, 7, 30, 90]) AS span (days)
        ON CASE WHEN span.days = 0 THEN e.at_once ELSE e.within <= span.days END
    GROUP BY e.proposed, span.days
UNION ALL
SELECT t.proposed, true, span.days, sum(t.conversations)::bigint, count(DISTINCT t.owner_id), sum(t.messages)::bigint, sum(t.bytes)::bigint, min(t.first)
    FROM thrown_away t JOIN unnest(ARRAY[7, 30, 90]) AS span (days) ON t.within <= span.days
    GROUP BY t.proposed, span.days;
