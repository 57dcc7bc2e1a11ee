-- In the order of the key, so that a batch begins where the last one ended. Nothing while nothing may be written.
SELECT s.owner_id, s.conversation_id, s.from_seq
    FROM app.segments s
    WHERE s.terms IS NULL AND (s.owner_id, s.conversation_id, s.from_seq) > (@owner, @conversation, @seq)
        AND NOT (SELECT read_only FROM app.system_settings)
    ORDER BY s.owner_id, s.conversation_id, s.from_seq
    LIMIT @limit;
