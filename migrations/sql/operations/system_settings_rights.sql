-- after: schema/clear_rights
CALL app.clear_rights('app.system_settings');

GRANT SELECT ON app.system_settings TO cm_app;
GRANT SELECT, UPDATE ON app.system_settings TO cm_maintenance;
