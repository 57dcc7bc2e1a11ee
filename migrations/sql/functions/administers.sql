-- Whether the person is an owner or admin of the organisation.
CREATE FUNCTION app.administers(organisation uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN EXISTS (
        SELECT FROM app.organisation_members
        WHERE organisation_id = organisation AND user_id = app.user_id() AND role IN ('owner', 'admin'));
