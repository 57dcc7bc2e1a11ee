SELECT count(*)::integer, coalesce(sum(abs(u.messages)), 0)::bigint, coalesce(sum(abs(u.bytes)), 0)::bigint
    FROM (SELECT FROM app.system_settings WHERE NOT read_only) AS may CROSS JOIN LATERAL app.reconcile_usage() AS u;
