-- Conversations in the ledger. Their messages are entered by the triggers on messages, segments and summaries.
CREATE OR REPLACE FUNCTION app.conversations_ledger() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, bytes) VALUES (NEW.owner_id, NEW.agent_id, 1, 400);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, messages, bytes)
            VALUES (OLD.owner_id, OLD.agent_id, -1, -OLD.message_count, -OLD.bytes - 400);
    ELSIF NEW.agent_id <> OLD.agent_id THEN
        INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, messages, bytes) VALUES
            (OLD.owner_id, OLD.agent_id, -1, -OLD.message_count, -OLD.bytes - 400),
            (NEW.owner_id, NEW.agent_id, 1, NEW.message_count, NEW.bytes + 400);
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER conversations_ledger AFTER INSERT OR DELETE OR UPDATE OF agent_id ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.conversations_ledger();
