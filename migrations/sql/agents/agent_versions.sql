-- Versions of agents are the admins': the web has no right to them, and shows them as maintenance once it has checked that the
-- person is an admin. Append-only by grant: what a reply was made with stays what it was.
GRANT SELECT, INSERT ON app.agent_versions TO cm_maintenance;
