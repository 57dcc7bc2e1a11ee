-- No person's data: everybody reads policies, maintenance writes them for an admin.
-- after: schema/clear_rights
CALL app.clear_rights('app.retention_policies');

GRANT SELECT ON app.retention_policies TO cm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.retention_policies TO cm_maintenance;
