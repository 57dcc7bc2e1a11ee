-- When a live conversation's time is over by a policy; null: never. The one place that says so. Days have 24 hours.
CREATE OR REPLACE FUNCTION app.due_at(active_at timestamptz, kept_until timestamptz, pinned_at timestamptz, ttl_days integer, allow_pin boolean)
    RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN ttl_days = 0 OR (allow_pin AND pinned_at IS NOT NULL) THEN NULL
        ELSE greatest(active_at + ttl_days * interval '24 hours', kept_until) END;
