-- after: schema/clear_rights
CALL app.clear_rights('app.organisations');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.organisations TO cm_maintenance;
