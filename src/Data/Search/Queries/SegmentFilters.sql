-- What may be in each packed part of a person's conversations, and of those that others share with them: by primary key.
SELECT s.owner_id, s.conversation_id, s.from_seq, s.through_seq, s.message_count, s.terms, length(s.data)
    FROM app.segments s
    WHERE s.owner_id = @person AND (@all OR s.conversation_id = ANY (@own))
UNION ALL
SELECT s.owner_id, s.conversation_id, s.from_seq, s.through_seq, s.message_count, s.terms, length(s.data)
    FROM unnest(@owners, @conversations) AS other (owner_id, id)
    JOIN app.segments s ON s.owner_id = other.owner_id AND s.conversation_id = other.id;
