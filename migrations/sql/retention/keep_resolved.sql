-- Keeps what each agent's policies come to. Few rows, written when an admin changes something.
CREATE FUNCTION app.keep_resolved() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO app.resolved_policies
        SELECT * FROM app.resolve_policies()
        ON CONFLICT (agent_id) DO UPDATE SET
            organisation_id = EXCLUDED.organisation_id,
            window_messages = EXCLUDED.window_messages,
            window_action = EXCLUDED.window_action,
            ttl_days = EXCLUDED.ttl_days,
            at_end = EXCLUDED.at_end,
            archive_days = EXCLUDED.archive_days,
            notice_days = EXCLUDED.notice_days,
            trash_days = EXCLUDED.trash_days,
            export_first = EXCLUDED.export_first,
            keep_memories = EXCLUDED.keep_memories,
            allow_pin = EXCLUDED.allow_pin,
            allow_extend = EXCLUDED.allow_extend,
            quota_soft_megabytes = EXCLUDED.quota_soft_megabytes,
            quota_hard_megabytes = EXCLUDED.quota_hard_megabytes,
            max_message_length = EXCLUDED.max_message_length,
            max_tool_call_size = EXCLUDED.max_tool_call_size,
            locked = EXCLUDED.locked,
            sources = EXCLUDED.sources
        WHERE resolved_policies IS DISTINCT FROM EXCLUDED;
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_resolved AFTER INSERT OR UPDATE OR DELETE ON app.retention_policies
    FOR EACH STATEMENT EXECUTE FUNCTION app.keep_resolved();

-- For a new agent, whoever makes it: the web may not write what policies come to, so this works as the tables' owner.
CREATE FUNCTION app.resolve_new_agent() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO app.resolved_policies SELECT * FROM app.resolve_policy(NEW.id, NEW.organisation_id);
    RETURN NULL;
END
$$;

CREATE TRIGGER resolve_new_agent AFTER INSERT ON app.agents
    FOR EACH ROW EXECUTE FUNCTION app.resolve_new_agent();
INSERT INTO app.resolved_policies SELECT * FROM app.resolve_policies();

-- A conversation knows whether it has a policy of its own, so that nobody has to look for one with each message.
CREATE FUNCTION app.keep_has_policy() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE app.conversations c SET has_policy = (TG_OP = 'INSERT')
        WHERE (c.owner_id, c.id) = (coalesce(NEW.owner_id, OLD.owner_id), coalesce(NEW.conversation_id, OLD.conversation_id));
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_has_policy AFTER INSERT OR DELETE ON app.conversation_policies
    FOR EACH ROW EXECUTE FUNCTION app.keep_has_policy();
