-- What is offered to the whole organisation, all of it see and its admins offer.
-- after: schema/protect_rows, accounts/member_of, accounts/administers
CALL app.protect_rows('app.templates', 'owner_id');

CREATE POLICY shared_select ON app.templates FOR SELECT
    USING (organisation_id IS NOT NULL AND app.guest_conversation() IS NULL AND app.member_of(organisation_id));
ALTER POLICY own_insert ON app.templates WITH CHECK (
    owner_id = app.user_id() AND app.guest_conversation() IS NULL AND (organisation_id IS NULL OR app.administers(organisation_id)));
ALTER POLICY own_update ON app.templates WITH CHECK (
    owner_id = app.user_id() AND app.guest_conversation() IS NULL AND (organisation_id IS NULL OR app.administers(organisation_id)));

GRANT SELECT, INSERT, UPDATE, DELETE ON app.templates TO cm_app;
