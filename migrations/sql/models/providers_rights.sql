-- Providers hold keys, encrypted: the web has no right to them at all. The app reads one as maintenance when a reply is made with it.
-- after: schema/clear_rights
CALL app.clear_rights('app.providers');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.providers TO cm_maintenance;
