-- Members of an organisation see its agents; its owners and admins write them.
ALTER TABLE app.agents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY members_select ON app.agents FOR SELECT USING (app.member_of(organisation_id));
CREATE POLICY admins_insert ON app.agents FOR INSERT WITH CHECK (app.administers(organisation_id));
CREATE POLICY admins_update ON app.agents FOR UPDATE
    USING (app.administers(organisation_id)) WITH CHECK (app.administers(organisation_id));
CREATE POLICY admins_delete ON app.agents FOR DELETE USING (app.administers(organisation_id));
CREATE POLICY maintenance ON app.agents TO cm_maintenance USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON app.agents TO cm_app, cm_maintenance;
