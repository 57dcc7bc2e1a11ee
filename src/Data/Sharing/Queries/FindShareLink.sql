-- The link of an address, while it works: for a request that is nobody's yet. A link rests while its conversation is in the trash or its
-- owner's account is suspended.
SELECT l.owner_id, l.id, l.conversation_id, l.token_hash, l.passphrase_hash
    FROM app.share_links l
    JOIN app.conversations c ON c.owner_id = l.owner_id AND c.id = l.conversation_id AND c.deleted_at IS NULL
    JOIN app.users u ON u.id = l.owner_id AND u.suspended_at IS NULL AND u.closed_at IS NULL
    WHERE l.token_hash = @hash AND (@owner IS NULL OR l.owner_id = @owner) AND l.revoked_at IS NULL AND l.expires_at > now();
