-- A person's conversations that end, for the sidebar and the notice list; few, because the others have no end yet.
CREATE INDEX conversations_ending ON app.conversations (owner_id, expires_at) WHERE expires_at IS NOT NULL;

-- The archive, for a policy that gives it another end.
CREATE INDEX conversations_archived ON app.conversations (agent_id, archived_at) WHERE archived_at IS NOT NULL AND deleted_at IS NULL;
