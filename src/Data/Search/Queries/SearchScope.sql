-- The conversations that a search looks into: the person's own by primary key, and those that others share with them. What is in the trash,
-- or whose time is over though no sweep has come yet, is gone.
WITH scope AS (
    SELECT c.*, false AS by_others
        FROM app.conversations c
        WHERE c.owner_id = @person
    UNION ALL
    SELECT c.*, true
        FROM app.conversation_members m
        JOIN app.conversations c ON c.owner_id = m.owner_id AND c.id = m.conversation_id
        WHERE m.user_id = @person AND NOT @only_own
)
SELECT c.owner_id, c.id, c.title, c.archived_at IS NOT NULL, c.pinned_at IS NOT NULL, c.by_others OR s.shared, c.by_others, c.active_at, c.created_at,
        c.first_seq, c.packed_seq, c.last_seq, c.message_count, c.summary_seq, c.bytes
    FROM scope c
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM app.conversation_members m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id) AS shared) AS s
    WHERE c.deleted_at IS NULL
        AND (c.expires_at IS NULL OR c.expires_at > now() OR c.held OR c.pinned_at IS NOT NULL OR c.kept_until > now())
        AND (@conversation IS NULL OR c.id = @conversation)
        AND (@agent IS NULL OR c.agent_id = @agent)
        AND (@agent_name IS NULL OR c.agent_id IN (SELECT a.id FROM app.agents a WHERE strpos(lower(a.name), lower(@agent_name)) > 0))
        AND (@archived IS NULL OR (c.archived_at IS NOT NULL) = @archived)
        AND (@pinned IS NULL OR (c.pinned_at IS NOT NULL) = @pinned)
        AND (@shared IS NULL OR (c.by_others OR s.shared) = @shared)
        AND (@from IS NULL OR c.updated_at >= @from)
        AND (@until IS NULL OR c.created_at < @until);
