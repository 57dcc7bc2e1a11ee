-- No person's data: everybody reads what policies come to (triggers do, on each message).
-- after: schema/clear_rights
CALL app.clear_rights('app.resolved_policies');

GRANT SELECT ON app.resolved_policies TO cm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.resolved_policies TO cm_maintenance;
