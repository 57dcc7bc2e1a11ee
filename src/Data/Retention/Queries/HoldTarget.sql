-- Whose conversation it is, or who has this email; closed accounts by their id only.
SELECT u.id AS "OwnerId", NULL::uuid AS "ConversationId" FROM app.users u WHERE u.normalized_email = @email OR u.id = @id
UNION ALL
SELECT c.owner_id, c.id FROM app.conversations c WHERE c.id = @id
LIMIT 1;
