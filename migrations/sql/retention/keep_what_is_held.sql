-- The last lock, under every path. An exception, because a deletion that is silently left out of a cascade would leave orphans.
CREATE OR REPLACE FUNCTION app.keep_what_is_held() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.held THEN
        RAISE EXCEPTION 'on hold' USING ERRCODE = 'raise_exception', CONSTRAINT = 'on_hold';
    END IF;
    RETURN OLD;
END
$$;

CREATE OR REPLACE TRIGGER keep_what_is_held BEFORE DELETE ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.keep_what_is_held();

CREATE OR REPLACE TRIGGER keep_what_is_held BEFORE DELETE ON app.users
    FOR EACH ROW EXECUTE FUNCTION app.keep_what_is_held();
