-- The two roles that the app logs in as reach the schema; what they may there is said table by table.
GRANT USAGE ON SCHEMA app TO cm_app, cm_maintenance;
