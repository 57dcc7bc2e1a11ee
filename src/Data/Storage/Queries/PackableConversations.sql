-- Conversations to pack. As a whole: in the archive, or without a message for long. In part: where the policy archives what leaves the
-- window, once enough has left it that it compresses well. Nothing while nothing may be written.
WITH whole AS (
    (SELECT owner_id, id FROM app.conversations
        WHERE NOT packed AND deleted_at IS NULL AND archived_at IS NOT NULL AND message_count > 0 AND id <> ALL (@except)
        LIMIT @limit)
    UNION ALL
    (SELECT owner_id, id FROM app.conversations
        WHERE NOT packed AND deleted_at IS NULL AND archived_at IS NULL AND active_at < @cold_before AND message_count > 0 AND id <> ALL (@except)
        ORDER BY active_at
        LIMIT @limit)
), part AS (
    (SELECT c.owner_id, c.id FROM app.resolved_policies p
        JOIN app.conversations c ON c.agent_id = p.agent_id
        WHERE p.window_action = 'archive' AND NOT c.has_policy AND c.active_at >= @active_since
            AND c.expires_at IS NULL AND c.archived_at IS NULL AND c.deleted_at IS NULL
            AND c.first_seq - 1 - greatest(c.packed_seq, c.pruned_seq) >= @least AND c.id <> ALL (@except)
        LIMIT @limit)
    UNION ALL
    (SELECT c.owner_id, c.id FROM app.conversation_policies o
        JOIN app.conversations c ON c.owner_id = o.owner_id AND c.id = o.conversation_id
        WHERE c.deleted_at IS NULL AND c.first_seq - 1 - greatest(c.packed_seq, c.pruned_seq) >= @least AND c.id <> ALL (@except)
            AND (app.policy_of(c.owner_id, c.id)).window_action = 'archive'
        LIMIT @limit)
)
SELECT found.owner_id AS "OwnerId", found.id AS "ConversationId", found.whole AS "Whole" FROM (
        SELECT owner_id, id, true AS whole FROM whole
        UNION ALL
        SELECT owner_id, id, false FROM part WHERE (owner_id, id) NOT IN (SELECT owner_id, id FROM whole)) AS found
    WHERE NOT (SELECT read_only FROM app.system_settings)
        AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = found.owner_id AND r.conversation_id = found.id)
        AND NOT EXISTS (SELECT FROM app.summary_jobs j WHERE j.owner_id = found.owner_id AND j.conversation_id = found.id)
    LIMIT @limit;
