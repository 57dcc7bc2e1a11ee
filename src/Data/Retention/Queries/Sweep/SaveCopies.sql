-- Both files, unless the conversation has changed since it was read: then nothing, and it is read again.
-- The files' time is what the sweep compares with the conversation's last change.
WITH unchanged AS (
    SELECT c.title, (app.rules_of(c)).archive_days AS days FROM app.conversations c
    WHERE c.owner_id = @owner AND c.id = @conversation AND c.updated_at = @updated_at
    FOR NO KEY UPDATE
), saved AS (
    INSERT INTO app.saved_copies (owner_id, id, conversation_id, format, title, data, length, created_at, expires_at)
        SELECT @owner, file.id, @conversation, file.format, u.title, file.data, file.length, greatest(@now, @updated_at),
            CASE WHEN u.days > 0 THEN @now + u.days * interval '24 hours' END
        FROM unchanged u CROSS JOIN unnest(@ids, @formats, @data, @lengths) AS file (id, format, data, length)
        RETURNING id
)
SELECT count(*) > 0 FROM saved;
