-- No person's data: everybody reads the policy (triggers do, on each message), maintenance writes it for an admin.
GRANT SELECT ON app.retention_policies TO cm_app;
GRANT SELECT, INSERT, UPDATE ON app.retention_policies TO cm_maintenance;
