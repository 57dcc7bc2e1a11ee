-- The policy that holds for a conversation's row.
CREATE OR REPLACE FUNCTION app.rules_of(c app.conversations) RETURNS app.resolved_policies
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    p app.resolved_policies;
BEGIN
    SELECT * INTO p FROM app.resolved_policies WHERE agent_id = c.agent_id;
    IF c.has_policy THEN
        p := app.with_own(p, c.owner_id, c.id);
    END IF;
    RETURN p;
END
$$;
