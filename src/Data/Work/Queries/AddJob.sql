-- A job unless there is one. One that was given up is tried again when it is asked for anew, but not with each message somebody writes.
INSERT INTO app.jobs AS j (owner_id, id, kind, subject, payload, not_before, created_at)
    VALUES (@owner, @id, @kind, @subject, @payload::jsonb, @not_before, @now)
    ON CONFLICT (owner_id, kind, subject) DO UPDATE SET
        state = 'waiting', attempts = 0, payload = excluded.payload, not_before = excluded.not_before, created_at = excluded.created_at, error = NULL
        WHERE j.state = 'dead' AND (@anew OR j.finished_at < @now - interval '1 hour');
