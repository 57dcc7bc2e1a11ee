-- after: schema/clear_rights
CALL app.clear_rights('app.storage_status');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.storage_status TO cm_maintenance;
