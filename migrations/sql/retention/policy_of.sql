-- The same for a conversation that is there.
CREATE OR REPLACE FUNCTION app.policy_of(owner uuid, conversation uuid) RETURNS app.resolved_policies
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    p app.resolved_policies;
    has_own boolean;
BEGIN
    SELECT c.has_policy INTO has_own FROM app.conversations c WHERE c.owner_id = owner AND c.id = conversation;
    SELECT r.* INTO p FROM app.resolved_policies r
        JOIN app.conversations c ON c.agent_id = r.agent_id
        WHERE c.owner_id = owner AND c.id = conversation;
    RETURN CASE WHEN has_own THEN app.with_own(p, owner, conversation) ELSE p END;
END
$$;
