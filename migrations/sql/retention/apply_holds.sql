-- Holds. A conversation knows whether one keeps it, a person too; triggers and the sweep look there.
CREATE OR REPLACE FUNCTION app.apply_holds(owner uuid) RETURNS void
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
