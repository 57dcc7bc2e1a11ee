-- Holds. A conversation knows whether one keeps it, a person too; triggers and the sweep look there.
CREATE FUNCTION app.apply_holds(owner uuid) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE app.users u SET held = v.held
        FROM (SELECT EXISTS (SELECT FROM app.holds h WHERE h.owner_id = owner AND h.conversation_id IS NULL AND h.released_at IS NULL) AS held) AS v
        WHERE u.id = owner AND u.held <> v.held;
    UPDATE app.conversations c SET held = NOT c.held
        WHERE c.owner_id = owner AND c.held <> EXISTS (
            SELECT FROM app.holds h
            WHERE h.owner_id = owner AND h.released_at IS NULL AND (h.conversation_id IS NULL OR h.conversation_id = c.id));
END
$$;

CREATE FUNCTION app.holds_changed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM app.apply_holds(coalesce(NEW.owner_id, OLD.owner_id));
    RETURN NULL;
END
$$;

CREATE TRIGGER holds_changed AFTER INSERT OR UPDATE OR DELETE ON app.holds
    FOR EACH ROW EXECUTE FUNCTION app.holds_changed();

-- A conversation that begins while its person is on hold is on hold. The web sees its own person's row only.
CREATE FUNCTION app.hold_new_conversation() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.held := coalesce((SELECT u.held FROM app.users u WHERE u.id = NEW.owner_id), false);
    RETURN NEW;
END
$$;

-- After guard_counters, by its name: what it sets is not what the web has set.
CREATE TRIGGER hold_new_conversation BEFORE INSERT ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.hold_new_conversation();

-- The last lock, under every path. An exception, because a deletion that is silently left out of a cascade would leave orphans.
CREATE FUNCTION app.keep_what_is_held() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.held THEN
        RAISE EXCEPTION 'on hold' USING ERRCODE = 'raise_exception', CONSTRAINT = 'on_hold';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER keep_what_is_held BEFORE DELETE ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.keep_what_is_held();
CREATE TRIGGER keep_what_is_held BEFORE DELETE ON app.users
    FOR EACH ROW EXECUTE FUNCTION app.keep_what_is_held();
