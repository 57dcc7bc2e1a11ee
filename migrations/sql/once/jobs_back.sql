-- The tables of the version before are there again: what waits goes back into them.
ALTER TABLE app.jobs NO FORCE ROW LEVEL SECURITY;
INSERT INTO app.summary_jobs (owner_id, conversation_id, requested_at, not_before, attempts)
    SELECT j.owner_id, j.subject, j.created_at, j.not_before, j.attempts FROM app.jobs j
    WHERE j.kind = 'summary' AND EXISTS (SELECT FROM app.conversations c WHERE c.owner_id = j.owner_id AND c.id = j.subject);
INSERT INTO app.export_jobs (owner_id, conversation_id, requested_at, not_before, attempts)
    SELECT j.owner_id, j.subject, j.created_at, j.not_before, j.attempts FROM app.jobs j
    WHERE j.kind = 'saved_copy' AND EXISTS (SELECT FROM app.conversations c WHERE c.owner_id = j.owner_id AND c.id = j.subject);
