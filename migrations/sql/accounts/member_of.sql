-- Whether the person belongs to the organisation. Under row security one sees one's own memberships only. In PL/pgSQL
-- because that keeps its plan for the session: in SQL it is planned anew by each statement that reads agents.
CREATE OR REPLACE FUNCTION app.member_of(organisation uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM app.organisation_members
        WHERE organisation_id = organisation AND user_id = app.user_id());
END
$$;
