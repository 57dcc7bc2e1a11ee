-- after: schema/clear_rights
CALL app.clear_rights('app.cleanup_runs');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.cleanup_runs TO cm_maintenance;
