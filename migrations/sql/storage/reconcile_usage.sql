-- Sets what people hold to what is there, and returns by how much it was out, entries that wait counted: nothing, unless there
-- is a fault. Reads all conversations, once a day.
CREATE OR REPLACE FUNCTION app.reconcile_usage() RETURNS TABLE (owner_id uuid, agent_id uuid, conversations bigint, messages bigint, bytes bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    -- One statement, and so one snapshot: an entry is written with what it is about, and moved to usage at once. Nobody waits.
    RETURN QUERY
        WITH there AS (
            SELECT c.owner_id, c.agent_id, count(*) AS conversations, sum(c.message_count) AS messages, sum(c.bytes + 400) AS bytes
                FROM app.conversations c GROUP BY c.owner_id, c.agent_id
        ), known AS (
            SELECT k.owner_id, k.agent_id, sum(k.conversations) AS conversations, sum(k.messages) AS messages, sum(k.bytes) AS bytes
                FROM (
                    SELECT u.owner_id, u.agent_id, u.conversations, u.messages, u.bytes FROM app.usage u
                    UNION ALL
                    SELECT l.owner_id, l.agent_id, l.conversations, l.messages, l.bytes FROM app.ledger_entries l
                ) AS k
                GROUP BY k.owner_id, k.agent_id
        ), off AS (
            SELECT coalesce(t.owner_id, k.owner_id) AS owner_id, coalesce(t.agent_id, k.agent_id) AS agent_id,
                (coalesce(t.conversations, 0) - coalesce(k.conversations, 0))::bigint AS conversations,
                (coalesce(t.messages, 0) - coalesce(k.messages, 0))::bigint AS messages,
                (coalesce(t.bytes, 0) - coalesce(k.bytes, 0))::bigint AS bytes
                FROM there t FULL JOIN known k ON k.owner_id = t.owner_id AND k.agent_id = t.agent_id
        ), put_right AS (
            INSERT INTO app.ledger_entries (owner_id, agent_id, conversations, messages, bytes)
                SELECT o.owner_id, o.agent_id, o.conversations, o.messages, o.bytes FROM off o
                WHERE (o.conversations, o.messages, o.bytes) <> (0, 0, 0)
        )
        SELECT o.owner_id, o.agent_id, o.conversations, o.messages, o.bytes FROM off o WHERE (o.conversations, o.messages, o.bytes) <> (0, 0, 0);
END
$$;
