-- Takes away what the repeatable files make: triggers, policies, functions and procedures, and the rights of the roles. Row security stays
-- on, so that nobody but a superuser sees rows while no file is in force.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT t.tgname AS name, t.tgrelid::regclass AS holder FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = 'app'::regnamespace AND NOT t.tgisinternal
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', made.name, made.holder);
    END LOOP;
    FOR made IN
        SELECT p.polname AS name, p.polrelid::regclass AS holder FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = 'app'::regnamespace
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', made.name, made.holder);
    END LOOP;
    -- With CASCADE, because functions of one statement hold on to those they call.
    FOR made IN SELECT f.oid FROM pg_proc f WHERE f.pronamespace = 'app'::regnamespace LOOP
        IF EXISTS (SELECT FROM pg_proc f WHERE f.oid = made.oid) THEN
            EXECUTE format('DROP ROUTINE %s CASCADE', made.oid::regprocedure);
        END IF;
    END LOOP;
    REVOKE ALL ON ALL TABLES IN SCHEMA app FROM cm_app, cm_maintenance;
    REVOKE USAGE ON SCHEMA app FROM cm_app, cm_maintenance;
    DELETE FROM app.sql_files;
END
$$;
