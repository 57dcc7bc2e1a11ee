-- Conversations of an organisation's members in the order of their key, those in the trash aside; none, unless the organisation allows it to
-- its admins, and who asks is one of them now.
SELECT c.owner_id, c.id, u.email
    FROM app.conversations c
    JOIN app.organisation_members m ON m.user_id = c.owner_id AND m.organisation_id = @organisation
    JOIN app.users u ON u.id = c.owner_id
    WHERE (c.owner_id, c.id) > (@after_owner, @after_id) AND c.deleted_at IS NULL
        AND EXISTS (SELECT FROM app.organisations o
            JOIN app.organisation_members a ON a.organisation_id = o.id AND a.user_id = @admin AND a.role IN ('admin', 'owner')
            JOIN app.users p ON p.id = a.user_id AND p.suspended_at IS NULL
            WHERE o.id = @organisation AND o.allows_exports)
    ORDER BY c.owner_id, c.id
    LIMIT @most;
