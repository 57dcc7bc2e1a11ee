-- Conversations of an organisation's members in the order of their key, those in the trash aside.
SELECT c.owner_id AS "OwnerId", c.id AS "Id", u.email AS "Email"
    FROM app.conversations c
    JOIN app.organisation_members m ON m.user_id = c.owner_id AND m.organisation_id = @organisation
    JOIN app.users u ON u.id = c.owner_id
    WHERE (c.owner_id, c.id) > (@after_owner, @after_id) AND c.deleted_at IS NULL
    ORDER BY c.owner_id, c.id
    LIMIT @most;
