-- What would end under the policies of today, and if @policy were saved; days 0: who is given notice at once, -1: what leaves
-- the window at once.
WITH policies AS MATERIALIZED (
    SELECT false AS proposed, array_agg(p) AS policies FROM app.resolved_policies p
    UNION ALL
    SELECT true, array_agg(p) FROM app.resolve_policies(jsonb_populate_record(NULL::app.retention_policies, @policy)) AS p
), until AS MATERIALIZED (
    SELECT @from + greatest(90, max(p.notice_days)) * interval '24 hours' AS at FROM policies CROSS JOIN unnest(policies.policies) AS p
), ending AS MATERIALIZED (
    SELECT policies.proposed, o.owner_id, o.messages, o.bytes, o.ends_at, o.notice_at
    FROM policies CROSS JOIN until CROSS JOIN LATERAL app.outlook(policies.policies, @from, until.at) AS o
), leaving AS MATERIALIZED (
    SELECT policies.proposed, c.owner_id, c.message_count - c.pinned_count - w.messages AS messages
    FROM policies CROSS JOIN LATERAL unnest(policies.policies) AS p
    JOIN app.conversations c ON c.agent_id = p.agent_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.has_policy THEN (app.with_own(p, c.owner_id, c.id)).window_messages ELSE p.window_messages END AS messages) AS w
    WHERE c.message_count - c.pinned_count > w.messages AND c.packed_seq < c.first_seq AND c.deleted_at IS NULL
)
SELECT proposed, -1 AS days, count(*), count(DISTINCT owner_id), coalesce(sum(messages), 0)::bigint, 0::bigint, NULL::timestamptz
    FROM leaving GROUP BY proposed
UNION ALL
SELECT proposed, 0, count(*), count(DISTINCT owner_id), sum(messages)::bigint, sum(bytes)::bigint, min(ends_at)
    FROM ending WHERE notice_at = @from GROUP BY proposed
UNION ALL
SELECT proposed, span.days, count(*), count(DISTINCT owner_id), sum(messages)::bigint, sum(bytes)::bigint, min(ends_at)
    FROM ending JOIN unnest(ARRAY[7, 30, 90]) AS span (days) ON ends_at <= @from + span.days * interval '24 hours'
    GROUP BY proposed, span.days;
