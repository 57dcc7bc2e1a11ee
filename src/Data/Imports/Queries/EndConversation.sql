-- The conversation's counters as they are to be, and what it takes in the ledger; its own row and its summaries have entered themselves.
WITH held AS (
    SELECT coalesce(sum(m.bytes), 0) AS bytes FROM app.messages m WHERE m.owner_id = @owner AND m.conversation_id = @conversation
), done AS (
    UPDATE app.conversations c SET
        first_seq = @first_seq, message_count = @message_count, pinned_count = @pinned_count, total_tokens = @total_tokens,
        pruned_count = @pruned_count, pruned_seq = @pruned_seq, summary_seq = @summary_seq, bytes = c.bytes + held.bytes,
        updated_at = @updated_at, archived_at = @archived_at, expires_at = @expires_at, ending = @ending
        FROM held WHERE c.owner_id = @owner AND c.id = @conversation
        RETURNING c.agent_id, held.bytes
)
INSERT INTO app.ledger_entries (owner_id, agent_id, messages, bytes) SELECT @owner, agent_id, @message_count, bytes FROM done;
