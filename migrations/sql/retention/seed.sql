INSERT INTO app.system_settings (id, read_only) VALUES (true, false);
INSERT INTO app.sweep_layers (name) VALUES ('insert'), ('request'), ('schedule'), ('pg_cron'), ('api');
-- What is there already enters the ledger.
UPDATE app.messages SET bytes = 120 + octet_length(content) + coalesce(pg_column_size(tool_calls), 0) + coalesce(pg_column_size(context), 0);
UPDATE app.conversations c SET bytes =
    coalesce((SELECT sum(m.bytes) FROM app.messages m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id), 0)
    + coalesce((SELECT sum(100 + octet_length(s.content)) FROM app.summaries s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id), 0);
INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, messages, bytes)
    SELECT owner_id, agent_id, count(*), sum(message_count), sum(bytes + 400) FROM app.conversations GROUP BY owner_id, agent_id;
