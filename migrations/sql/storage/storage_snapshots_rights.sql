-- after: schema/clear_rights
CALL app.clear_rights('app.storage_snapshots');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.storage_snapshots TO cm_maintenance;
