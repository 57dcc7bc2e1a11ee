-- Members of an organisation see its agents; its owners and admins write them. A guest in an admin's conversation is no admin.
-- after: schema/clear_rights, accounts/member_of, accounts/administers, sharing/guest_conversation
CALL app.clear_rights('app.agents');
ALTER TABLE app.agents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY members_select ON app.agents FOR SELECT USING (app.member_of(organisation_id));
CREATE POLICY admins_insert ON app.agents FOR INSERT
    WITH CHECK (app.administers(organisation_id) AND app.guest_conversation() IS NULL);
CREATE POLICY admins_update ON app.agents FOR UPDATE
    USING (app.administers(organisation_id) AND app.guest_conversation() IS NULL) WITH CHECK (app.administers(organisation_id));
CREATE POLICY admins_delete ON app.agents FOR DELETE
    USING (app.administers(organisation_id) AND app.guest_conversation() IS NULL);
CREATE POLICY maintenance ON app.agents TO cm_maintenance USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON app.agents TO cm_app, cm_maintenance;
