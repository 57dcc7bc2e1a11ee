-- The same for every agent.
-- after: retention/resolve_policy
CREATE OR REPLACE FUNCTION app.resolve_policies(proposed app.retention_policies DEFAULT NULL) RETURNS SETOF app.resolved_policies
    LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY
        SELECT p.* FROM app.agents a CROSS JOIN LATERAL app.resolve_policy(a.id, a.organisation_id, proposed) AS p;
END
$$;
