-- A conversation knows whether it has a policy of its own, so that nobody has to look for one with each message.
CREATE OR REPLACE FUNCTION app.keep_has_policy() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE app.conversations c SET has_policy = (TG_OP = 'INSERT')
        WHERE (c.owner_id, c.id) = (coalesce(NEW.owner_id, OLD.owner_id), coalesce(NEW.conversation_id, OLD.conversation_id));
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER keep_has_policy AFTER INSERT OR DELETE ON app.conversation_policies
    FOR EACH ROW EXECUTE FUNCTION app.keep_has_policy();
