SELECT count(*) FILTER (WHERE NOT c.held)::integer AS "Conversations", count(*) FILTER (WHERE c.held)::integer AS "Held",
    coalesce(sum(c.message_count) FILTER (WHERE NOT c.held), 0)::bigint AS "Messages",
    coalesce(sum(c.bytes + 400) FILTER (WHERE NOT c.held), 0)::bigint AS "Bytes"
    FROM app.conversations c WHERE app.cleans(c, @filter::jsonb, @before)
        AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id);
