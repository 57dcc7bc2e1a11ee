-- Whether the person belongs to the organisation. Under row security one sees one's own memberships only.
CREATE FUNCTION app.member_of(organisation uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN EXISTS (
        SELECT FROM app.organisation_members
        WHERE organisation_id = organisation AND user_id = app.user_id());
