-- Puts a table under row security, forced on its owner too: the person whose id is in owner_column has all four verbs,
-- the maintenance role has every row, and nobody else has any.
CREATE PROCEDURE app.protect_rows(protected regclass, owner_column name)
    LANGUAGE plpgsql
AS $$
DECLARE
    verb text;
    own text := format('%I = app.user_id()', owner_column);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', protected);
    FOREACH verb IN ARRAY ARRAY['select', 'delete'] LOOP
        EXECUTE format('CREATE POLICY own_%s ON %s FOR %s USING (%s)', verb, protected, verb, own);
    END LOOP;
    EXECUTE format('CREATE POLICY own_insert ON %s FOR INSERT WITH CHECK (%s)', protected, own);
    EXECUTE format('CREATE POLICY own_update ON %s FOR UPDATE USING (%s) WITH CHECK (%s)', protected, own, own);
    EXECUTE format('CREATE POLICY maintenance ON %s TO cm_maintenance USING (true) WITH CHECK (true)', protected);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cm_maintenance', protected);
END
$$;
