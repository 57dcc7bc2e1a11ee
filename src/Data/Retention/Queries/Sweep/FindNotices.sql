-- A job for each person who was given notice since the last mail, which is a day ago or more.
INSERT INTO app.jobs (owner_id, kind, subject, created_at)
    SELECT u.id, @kind, u.id, @now
    FROM app.users u LEFT JOIN app.notice_mails m ON m.owner_id = u.id
    WHERE u.suspended_at IS NULL AND u.closed_at IS NULL AND coalesce(m.sent_at <= @now - interval '1 day', true)
        AND EXISTS (
            SELECT FROM app.conversations c
            WHERE c.owner_id = u.id AND c.expires_at > @now AND c.archived_at IS NULL AND c.deleted_at IS NULL AND NOT c.held
                AND c.noticed_at > coalesce(m.sent_at, '-infinity'))
    -- One that was given up yesterday: there is something new to tell.
    ON CONFLICT (owner_id, kind, subject) DO UPDATE SET state = 'waiting', attempts = 0, not_before = @now
        WHERE jobs.state = 'dead' AND jobs.finished_at <= @now - interval '1 day';
