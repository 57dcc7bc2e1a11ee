-- Takes messages that a person removes out of the counters. What had left the window was taken out when it left.
CREATE FUNCTION app.messages_after_delete() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    -- The lock comes first: an insert beside this may have moved the window past what is removed, and taken it out already.
    PERFORM FROM app.conversations c
        WHERE (c.owner_id, c.id) IN (SELECT r.owner_id, r.conversation_id FROM removed r)
        FOR NO KEY UPDATE;
    UPDATE app.conversations c SET
        message_count = c.message_count - gone.messages,
        total_tokens = c.total_tokens - gone.tokens,
        updated_at = greatest(c.updated_at, now())
        FROM (
            SELECT r.owner_id, r.conversation_id, count(*) AS messages, sum(r.tokens) AS tokens
            FROM removed r
            JOIN app.conversations v ON v.owner_id = r.owner_id AND v.id = r.conversation_id AND r.seq >= v.first_seq
            GROUP BY r.owner_id, r.conversation_id
        ) AS gone
        WHERE c.owner_id = gone.owner_id AND c.id = gone.conversation_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER messages_after_delete AFTER DELETE ON app.messages
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION app.messages_after_delete();
