-- after: schema/clear_rights
CALL app.clear_rights('app.storage_alerts');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.storage_alerts TO cm_maintenance;
