-- As an app without sweep would, and with no trigger in its way.
SET session_replication_role = replica;
DELETE FROM app.messages m USING app.conversations c WHERE c.deleted_at IS NOT NULL AND m.owner_id = c.owner_id AND m.conversation_id = c.id;
DELETE FROM app.conversations WHERE deleted_at IS NOT NULL;
