-- Takes from a table what its file is about to say anew: policies, and the rights of the web and of maintenance. From PostgreSQL 17 on,
-- tables can be vacuumed by others than their owner.
CREATE OR REPLACE PROCEDURE app.clear_rights(cleared regclass)
    LANGUAGE plpgsql
AS $$
DECLARE
    policy name;
BEGIN
    FOR policy IN SELECT p.polname FROM pg_policy p WHERE p.polrelid = cleared LOOP
        EXECUTE format('DROP POLICY %I ON %s', policy, cleared);
    END LOOP;
    EXECUTE format('REVOKE ALL ON %s FROM cm_app, cm_maintenance', cleared);
    IF current_setting('server_version_num')::integer >= 170000 THEN
        EXECUTE format('GRANT MAINTAIN ON %s TO cm_maintenance', cleared);
    END IF;
END
$$;
