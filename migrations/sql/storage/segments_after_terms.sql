-- Terms that come later, for a segment that was packed before there was a search.
CREATE OR REPLACE FUNCTION app.segments_after_terms() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    WITH changed AS (
        UPDATE app.conversations SET bytes = bytes + app.size_of_segment(NEW) - app.size_of_segment(OLD)
            WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id AND deleted_at IS NULL
            RETURNING owner_id, agent_id
    )
    INSERT INTO app.ledger_entries (owner_id, agent_id, bytes)
        SELECT owner_id, agent_id, app.size_of_segment(NEW) - app.size_of_segment(OLD) FROM changed;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER segments_after_terms AFTER UPDATE OF terms ON app.segments
    FOR EACH ROW EXECUTE FUNCTION app.segments_after_terms();
