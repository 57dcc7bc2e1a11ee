-- Providers hold keys, encrypted: the web has no right to them at all. The app reads one as maintenance when a reply is made with it.
GRANT SELECT, INSERT, UPDATE, DELETE ON app.providers TO cm_maintenance;

CREATE OR REPLACE TRIGGER touch_updated_at BEFORE UPDATE ON app.providers
    FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
