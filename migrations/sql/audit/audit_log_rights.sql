-- Append-only by grant as well.
-- after: schema/clear_rights
CALL app.clear_rights('app.audit_log');

GRANT SELECT, INSERT ON app.audit_log TO cm_maintenance;
