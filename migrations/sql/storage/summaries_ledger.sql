-- Summaries in the ledger.
CREATE OR REPLACE FUNCTION app.summaries_ledger() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    change integer := CASE WHEN TG_OP = 'INSERT' THEN 100 + octet_length(NEW.content) ELSE -100 - octet_length(OLD.content) END;
BEGIN
    WITH changed AS (
        UPDATE app.conversations SET bytes = bytes + change
            WHERE (owner_id, id) = (coalesce(NEW.owner_id, OLD.owner_id), coalesce(NEW.conversation_id, OLD.conversation_id)) AND deleted_at IS NULL
            RETURNING owner_id, agent_id
    )
    INSERT INTO app.ledger_entries (owner_id, agent_id, bytes) SELECT owner_id, agent_id, change FROM changed;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER summaries_ledger AFTER INSERT OR DELETE ON app.summaries
    FOR EACH ROW EXECUTE FUNCTION app.summaries_ledger();
