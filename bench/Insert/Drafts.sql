-- The schema of the original drafts: random keys, an index by conversation and time, triggers on each row, a policy
-- that runs a sub-select. Its triggers work as their definer, because the drafts had no policy for deletes.
-- Filled with what our tables hold. {window} is replaced by a number.
CREATE SCHEMA drafts;
CREATE TABLE drafts.conversations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    title text,
    message_count integer NOT NULL DEFAULT 0,
    total_tokens integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON drafts.conversations (user_id);
CREATE TABLE drafts.messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    conversation_id uuid NOT NULL REFERENCES drafts.conversations (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('user', 'assistant', 'system', 'tool')),
    content text NOT NULL,
    tool_calls jsonb,
    token_count integer,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

INSERT INTO drafts.conversations (user_id, agent_id, title, message_count, total_tokens)
    SELECT owner_id, agent_id, title, message_count, total_tokens FROM app.conversations;
INSERT INTO drafts.messages (conversation_id, role, content, tool_calls, token_count, created_at)
    SELECT d.id, m.role, m.content, m.tool_calls, m.tokens, m.created_at
    FROM app.messages m
    JOIN app.conversations c ON c.owner_id = m.owner_id AND c.id = m.conversation_id
    JOIN drafts.conversations d ON d.title = c.title
    ORDER BY m.seq;
CREATE INDEX ON drafts.messages (conversation_id, created_at DESC);

CREATE FUNCTION drafts.prune() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM drafts.messages
        WHERE conversation_id = NEW.conversation_id AND id NOT IN (
            SELECT id FROM drafts.messages WHERE conversation_id = NEW.conversation_id ORDER BY created_at DESC LIMIT {window});
    RETURN NEW;
END
$$;
CREATE FUNCTION drafts.count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    UPDATE drafts.conversations SET
        message_count = (SELECT COUNT(*) FROM drafts.messages WHERE conversation_id = NEW.conversation_id),
        updated_at = now()
        WHERE id = NEW.conversation_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER a_prune AFTER INSERT ON drafts.messages FOR EACH ROW EXECUTE FUNCTION drafts.prune();
CREATE TRIGGER b_count AFTER INSERT ON drafts.messages FOR EACH ROW EXECUTE FUNCTION drafts.count();

ALTER TABLE drafts.conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts.messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON drafts.conversations FOR SELECT USING (user_id = app.user_id());
CREATE POLICY own_select ON drafts.messages FOR SELECT
    USING (conversation_id IN (SELECT id FROM drafts.conversations WHERE user_id = app.user_id()));
CREATE POLICY own_insert ON drafts.messages FOR INSERT
    WITH CHECK (conversation_id IN (SELECT id FROM drafts.conversations WHERE user_id = app.user_id()));
GRANT USAGE ON SCHEMA drafts TO cm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA drafts TO cm_app;
