-- Session keys, encrypted.
-- after: schema/clear_rights
CALL app.clear_rights('app.data_protection_keys');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.data_protection_keys TO cm_maintenance;
