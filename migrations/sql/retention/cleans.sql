-- Whether a cleanup that an admin starts is meant to take a conversation. filter, all of it optional but the first:
-- {"active_before": time, "agent_id": …, "owner_id": …, "larger_than": bytes, "empty": true, "chosen": [id, …]}.
-- What is pinned or in the trash is never meant; what is held or being answered is met, and left out by who asks: so this is one
-- expression, which the planner sees through; and active_before comes by itself, so that it is not read anew for each row.
CREATE OR REPLACE FUNCTION app.cleans(c app.conversations, filter jsonb, active_before timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN c.deleted_at IS NULL AND c.pinned_at IS NULL
        AND c.active_at <= active_before
        AND (filter -> 'agent_id' IS NULL OR c.agent_id = (filter ->> 'agent_id')::uuid)
        AND (filter -> 'owner_id' IS NULL OR c.owner_id = (filter ->> 'owner_id')::uuid)
        AND (filter -> 'larger_than' IS NULL OR c.bytes + 400 > (filter ->> 'larger_than')::bigint)
        AND (filter -> 'empty' IS NULL OR c.message_count = 0)
        AND (filter -> 'chosen' IS NULL OR filter -> 'chosen' ? c.id::text);
