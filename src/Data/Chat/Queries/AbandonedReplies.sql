-- Replies whose instance has stopped saying that it is writing them.
SELECT owner_id, conversation_id, user_seq
    FROM app.replies
    WHERE heartbeat_at < @before AND instance_id <> @instance
    ORDER BY heartbeat_at
    LIMIT 100;
