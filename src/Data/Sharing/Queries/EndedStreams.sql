-- Which of the open streams, by their place in the lists, are no longer for those who read them: people who were suspended or are gone, and
-- members who were removed, have left, or whose conversation is in the trash.
SELECT s.place::integer - 1 AS "Value"
    FROM unnest(@people, @owners, @conversations) WITH ORDINALITY AS s (person, owner, conversation, place)
    WHERE NOT EXISTS (
            SELECT FROM app.users u JOIN app.organisation_members o ON o.user_id = u.id
            WHERE u.id = s.person AND u.suspended_at IS NULL AND u.closed_at IS NULL)
        OR (s.person <> s.owner AND NOT EXISTS (
            SELECT FROM app.conversation_members m
            JOIN app.conversations c ON c.owner_id = m.owner_id AND c.id = m.conversation_id AND c.deleted_at IS NULL
            WHERE m.owner_id = s.owner AND m.conversation_id = s.conversation AND m.user_id = s.person));
