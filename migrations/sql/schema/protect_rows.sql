-- Puts a table under row security, forced on its owner too: the person whose id is in owner_column has all four verbs, the maintenance
-- role has every row, and nobody else has any. Guests, who work in transactions of somebody else's (see sharing/guest_conversation), have
-- no part in it but what is said here. The conditions for them are part of the policies rather than restrictive ones beside them: those
-- would be evaluated first, and keep the primary keys from being used.
-- after: schema/clear_rights, schema/user_id, sharing/guest_conversation
DROP PROCEDURE IF EXISTS app.protect_rows(regclass, name);

CREATE OR REPLACE PROCEDURE app.protect_rows(
    protected regclass, owner_column name,
    guests_read text DEFAULT NULL, guests_insert text DEFAULT NULL, guests_update text DEFAULT NULL, guests_delete text DEFAULT NULL)
    LANGUAGE plpgsql
AS $$
DECLARE
    own text := format('%I = app.user_id() AND ', owner_column);
    none text := own || 'app.guest_conversation() IS NULL';
    some_ text := own || '(app.guest_conversation() IS NULL OR ';
BEGIN
    CALL app.clear_rights(protected);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', protected);
    EXECUTE format('CREATE POLICY own_select ON %s FOR SELECT USING (%s)', protected, coalesce(some_ || guests_read || ')', none));
    EXECUTE format('CREATE POLICY own_insert ON %s FOR INSERT WITH CHECK (%s)', protected, coalesce(some_ || guests_insert || ')', none));
    EXECUTE format('CREATE POLICY own_update ON %s FOR UPDATE USING (%2$s) WITH CHECK (%2$s)', protected, coalesce(some_ || guests_update || ')', none));
    EXECUTE format('CREATE POLICY own_delete ON %s FOR DELETE USING (%s)', protected, coalesce(some_ || guests_delete || ')', none));
    EXECUTE format('CREATE POLICY maintenance ON %s TO cm_maintenance USING (true) WITH CHECK (true)', protected);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cm_maintenance', protected);
END
$$;
