-- The three roles, the schema and the extension. Runs as the login of the connection string at every start and changes
-- nothing where all is there. Passwords come as settings of this session, so that they are in no statement's text.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('cm_owner', 'NOLOGIN', ''),
            ('cm_app', 'LOGIN', current_setting('setup.app_password', true)),
            ('cm_maintenance', 'LOGIN', current_setting('setup.maintenance_password', true))
        ) AS roles (name, login, password)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I %s NOINHERIT', wanted.name, wanted.login);
            IF wanted.login = 'LOGIN' THEN
                -- A forgotten transaction must not hold locks for long, nor a bad query a core.
                EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''60s''', wanted.name);
                IF wanted.name = 'cm_app' THEN
                    EXECUTE format('ALTER ROLE %I SET statement_timeout = ''30s''', wanted.name);
                END IF;
                IF coalesce(wanted.password, '') <> '' THEN
                    EXECUTE format('ALTER ROLE %I PASSWORD %L', wanted.name, wanted.password);
                END IF;
            END IF;
        END IF;
    END LOOP;

    -- A superuser may become cm_owner without being a member; everybody else needs the membership.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT cm_owner TO %I', current_user);
    END IF;
    EXECUTE 'CREATE SCHEMA IF NOT EXISTS app AUTHORIZATION cm_owner';
    EXECUTE 'CREATE EXTENSION IF NOT EXISTS vector';
END
$$;
