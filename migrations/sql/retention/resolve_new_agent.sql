-- For a new agent, whoever makes it: the web may not write what policies come to, so this works as the tables' owner.
CREATE OR REPLACE FUNCTION app.resolve_new_agent() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO app.resolved_policies SELECT * FROM app.resolve_policy(NEW.id, NEW.organisation_id);
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER resolve_new_agent AFTER INSERT ON app.agents
    FOR EACH ROW EXECUTE FUNCTION app.resolve_new_agent();
