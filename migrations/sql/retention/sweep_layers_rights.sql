-- after: schema/clear_rights
CALL app.clear_rights('app.sweep_layers');

GRANT SELECT, UPDATE ON app.sweep_layers TO cm_maintenance;
