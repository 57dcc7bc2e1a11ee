-- A message stays where it is; its conversation's total follows its tokens.
CREATE FUNCTION app.messages_before_update() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF (NEW.owner_id, NEW.conversation_id, NEW.seq) IS DISTINCT FROM (OLD.owner_id, OLD.conversation_id, OLD.seq) THEN
        RAISE EXCEPTION 'a message cannot be moved' USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_place';
    END IF;
    IF NEW.content IS DISTINCT FROM OLD.content AND NEW.content !~ '\S' THEN
        RAISE EXCEPTION 'a message needs some text'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_blank';
    END IF;
    IF EXISTS (
        SELECT FROM app.retention_policies
        WHERE scope = 'system'
            AND (length(NEW.content) > CASE WHEN NEW.role = 'user' THEN max_message_length ELSE 200000 END
                OR length(NEW.tool_calls::text) > max_tool_call_size)
    ) THEN
        RAISE EXCEPTION 'a message or its tool calls are over their limit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'messages_content_length';
    END IF;
    UPDATE app.conversations SET total_tokens = total_tokens + NEW.tokens - OLD.tokens
        WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id
            AND NEW.tokens <> OLD.tokens AND NEW.seq >= first_seq;
    RETURN NEW;
END
$$;

CREATE TRIGGER messages_before_update BEFORE UPDATE ON app.messages
    FOR EACH ROW EXECUTE FUNCTION app.messages_before_update();
