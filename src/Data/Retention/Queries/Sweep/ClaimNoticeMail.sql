-- Whether a person was given notice since the last mail, which is a day ago or more. Claimed by the note that it is sent.
WITH person AS (
    SELECT u.id, u.email, m.sent_at AS previous
    FROM app.users u LEFT JOIN app.notice_mails m ON m.owner_id = u.id
    WHERE u.id = @owner AND u.suspended_at IS NULL AND u.closed_at IS NULL AND coalesce(m.sent_at <= @now - interval '1 day', true)
        AND EXISTS (
            SELECT FROM app.conversations c
            WHERE c.owner_id = u.id AND c.expires_at > @now AND c.archived_at IS NULL AND c.deleted_at IS NULL AND NOT c.held
                AND c.noticed_at > coalesce(m.sent_at, '-infinity'))
), claimed AS (
    INSERT INTO app.notice_mails AS m (owner_id, sent_at) SELECT id, @now FROM person
        ON CONFLICT (owner_id) DO UPDATE SET sent_at = @now WHERE m.sent_at <= @now - interval '1 day'
        RETURNING owner_id
)
SELECT p.id, p.email, p.previous, count(*)::integer, min(c.expires_at)
    FROM person p JOIN claimed ON claimed.owner_id = p.id
    JOIN app.conversations c ON c.owner_id = p.id AND c.expires_at > @now AND c.archived_at IS NULL AND c.deleted_at IS NULL AND NOT c.held
    GROUP BY p.id, p.email, p.previous;
