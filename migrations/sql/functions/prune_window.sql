-- Removes what has left a conversation's window: at once, or only what a summary covers, as the policy says. In
-- batches of at least batch messages, because each removal costs a statement. Returns the messages removed.
CREATE FUNCTION app.prune_window(owner uuid, conversation uuid, batch integer) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    kept record;
    prunable integer;
    removed integer;
BEGIN
    SELECT c.first_seq, c.pruned_seq, c.summary_seq, p.window_waits_for_summary AS waits
        INTO kept
        FROM app.conversations c, app.retention_policies p
        WHERE c.owner_id = owner AND c.id = conversation AND p.scope = 'system'
        FOR NO KEY UPDATE OF c;
    prunable := CASE WHEN kept.waits THEN least(kept.first_seq - 1, kept.summary_seq) ELSE kept.first_seq - 1 END;
    IF prunable - kept.pruned_seq < batch THEN
        RETURN 0;
    END IF;
    DELETE FROM app.messages
        WHERE owner_id = owner AND conversation_id = conversation AND seq <= prunable;
    GET DIAGNOSTICS removed = ROW_COUNT;
    UPDATE app.conversations SET pruned_seq = prunable WHERE owner_id = owner AND id = conversation;
    RETURN removed;
END
$$;
