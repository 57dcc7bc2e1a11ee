-- Whether the person is an owner or admin of the organisation. In PL/pgSQL as member_of is.
CREATE OR REPLACE FUNCTION app.administers(organisation uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM app.organisation_members
        WHERE organisation_id = organisation AND user_id = app.user_id() AND role IN ('owner', 'admin'));
END
$$;
