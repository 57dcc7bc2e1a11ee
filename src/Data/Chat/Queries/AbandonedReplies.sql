-- Replies whose instance has stopped saying that it is writing them. They wait while nothing may be written.
SELECT owner_id, conversation_id, user_seq
    FROM app.replies
    WHERE heartbeat_at < @before AND instance_id <> @instance
        AND NOT (SELECT read_only FROM app.system_settings)
    ORDER BY heartbeat_at
    LIMIT 100;
