-- Keeps what each agent's policies come to. Few rows, written when an admin changes something.
-- after: retention/resolve_policies
CREATE OR REPLACE FUNCTION app.keep_resolved() RETURNS trigger
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

CREATE OR REPLACE TRIGGER keep_resolved AFTER INSERT OR UPDATE OR DELETE ON app.retention_policies
    FOR EACH STATEMENT EXECUTE FUNCTION app.keep_resolved();

-- What was resolved by another rule than the one in force, or by none yet: of no row, but the trigger is the statement's. Row security binds
-- the owner too, and agents have to be seen.
ALTER TABLE app.agents NO FORCE ROW LEVEL SECURITY;
UPDATE app.retention_policies SET scope = scope WHERE false;
ALTER TABLE app.agents FORCE ROW LEVEL SECURITY;
