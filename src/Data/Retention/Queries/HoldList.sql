-- Holds, the newest first. The account may be gone, if the hold was released.
SELECT h.owner_id AS "OwnerId", h.id AS "Id", h.conversation_id AS "ConversationId", h.reason AS "Reason",
    h.placed_at AS "PlacedAt", h.released_at AS "ReleasedAt", u.email AS "Email", u.closed_at AS "ClosedAt",
    p.email AS "PlacedBy", r.email AS "ReleasedBy"
FROM app.holds h
LEFT JOIN app.users u ON u.id = h.owner_id
LEFT JOIN app.users p ON p.id = h.placed_by
LEFT JOIN app.users r ON r.id = h.released_by
WHERE (h.released_at IS NULL) = @active AND (@id IS NULL OR h.id = @id)
ORDER BY h.id DESC
LIMIT @most;
