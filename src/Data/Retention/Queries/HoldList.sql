-- Holds, the newest first. The account may be gone, if the hold was released.
SELECT h.owner_id, h.id, h.conversation_id, h.reason, h.placed_at, h.released_at, u.email, u.closed_at, p.email, r.email
FROM app.holds h
LEFT JOIN app.users u ON u.id = h.owner_id
LEFT JOIN app.users p ON p.id = h.placed_by
LEFT JOIN app.users r ON r.id = h.released_by
WHERE (h.released_at IS NULL) = @active AND (@id IS NULL OR h.id = @id)
ORDER BY h.id DESC
LIMIT @most;
