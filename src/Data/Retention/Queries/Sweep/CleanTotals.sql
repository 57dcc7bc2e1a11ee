SELECT count(*) FILTER (WHERE NOT c.held)::integer, count(*) FILTER (WHERE c.held)::integer,
    coalesce(sum(c.message_count) FILTER (WHERE NOT c.held), 0)::bigint, coalesce(sum(c.bytes + 400) FILTER (WHERE NOT c.held), 0)::bigint
    FROM app.conversations c WHERE app.cleans(c, @filter::jsonb, @before)
        AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id);
