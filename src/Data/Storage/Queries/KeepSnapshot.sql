INSERT INTO app.storage_snapshots (day, bytes, kinds, conversations, messages, taken_at)
    VALUES (@day, @bytes, @kinds::jsonb, @conversations, @messages, @now)
    ON CONFLICT (day) DO UPDATE SET
        bytes = EXCLUDED.bytes, kinds = EXCLUDED.kinds, conversations = EXCLUDED.conversations,
        messages = EXCLUDED.messages, taken_at = EXCLUDED.taken_at;
