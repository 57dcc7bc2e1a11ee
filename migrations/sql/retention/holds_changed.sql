-- What a hold keeps follows the hold.
CREATE OR REPLACE FUNCTION app.holds_changed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM app.apply_holds(coalesce(NEW.owner_id, OLD.owner_id));
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER holds_changed AFTER INSERT OR UPDATE OR DELETE ON app.holds
    FOR EACH ROW EXECUTE FUNCTION app.holds_changed();
