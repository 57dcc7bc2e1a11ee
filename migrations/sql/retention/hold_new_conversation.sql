-- A conversation that begins while its person is on hold is on hold. The web sees its own person's row only.
CREATE OR REPLACE FUNCTION app.hold_new_conversation() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.held := coalesce((SELECT u.held FROM app.users u WHERE u.id = NEW.owner_id), false);
    RETURN NEW;
END
$$;

-- After guard_counters, by its name: what it sets is not what the web has set.
CREATE OR REPLACE TRIGGER hold_new_conversation BEFORE INSERT ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.hold_new_conversation();
