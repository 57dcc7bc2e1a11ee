-- The login of the connection string changed its password, and the roles' passwords follow from it.
DO $$
BEGIN
    EXECUTE format('ALTER ROLE cm_app PASSWORD %L', current_setting('setup.app_password'));
    EXECUTE format('ALTER ROLE cm_maintenance PASSWORD %L', current_setting('setup.maintenance_password'));
END
$$;
