-- A person's conversations that end, for the sidebar and the notice list; few, because the others have no end yet.
CREATE INDEX conversations_ending ON app.conversations (owner_id, expires_at) WHERE expires_at IS NOT NULL;
