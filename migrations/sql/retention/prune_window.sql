-- Removes what has left a conversation's window: at once, or only what a summary covers, as the policy says. What is to be
-- archived is packed by the app, and nothing of a conversation on hold is removed. In batches of at least batch messages,
-- because each removal costs a statement. Returns the messages removed.
CREATE OR REPLACE FUNCTION app.prune_window(owner uuid, conversation uuid, batch integer) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    kept record;
    action text;
    prunable integer;
    removed integer;
    removed_bytes bigint;
BEGIN
    SELECT c.first_seq, c.pruned_seq, c.packed_seq, c.summary_seq, c.held, c.has_policy, c.agent_id, p.window_action
        INTO kept
        FROM app.conversations c JOIN app.resolved_policies p ON p.agent_id = c.agent_id
        WHERE c.owner_id = owner AND c.id = conversation
        FOR NO KEY UPDATE OF c;
    action := CASE WHEN kept.has_policy THEN (app.policy_of(owner, conversation)).window_action ELSE kept.window_action END;
    IF kept.held OR action = 'archive' THEN
        RETURN 0;
    END IF;
    prunable := CASE WHEN action = 'summarise' THEN least(kept.first_seq - 1, kept.summary_seq) ELSE kept.first_seq - 1 END;
    IF prunable - greatest(kept.pruned_seq, kept.packed_seq) < batch THEN
        RETURN 0;
    END IF;
    WITH gone AS (
        DELETE FROM app.messages
            WHERE owner_id = owner AND conversation_id = conversation AND seq <= prunable AND NOT pinned
            RETURNING bytes
    )
    SELECT count(*), coalesce(sum(bytes), 0) INTO removed, removed_bytes FROM gone;
    UPDATE app.conversations SET pruned_seq = prunable WHERE owner_id = owner AND id = conversation;
    INSERT INTO app.ledger_entries (owner_id, agent_id, pruned_messages, pruned_bytes)
        VALUES (owner, kept.agent_id, removed, removed_bytes);
    RETURN removed;
END
$$;
