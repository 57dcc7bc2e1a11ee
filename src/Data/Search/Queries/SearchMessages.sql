-- Full-text search in what the person can see, the archive and the trash aside. Row security narrows it to the person's own rows by
-- primary key; the cheap word test comes before the costly parsing. Without an index on purpose: a person has thousands of messages, not
-- millions, and every message would pay for it. What is packed the app has read and tested, and it is ranked with the rest here.
WITH question AS (
    SELECT string_agg(quote_literal(word) || ':*', ' | ')::tsquery AS query, array_agg('%' || word || '%') AS patterns
    FROM unnest(@words) AS word
), found AS (
    SELECT m.conversation_id, m.seq, c.title, m.role, m.content, m.created_at
        FROM question
        CROSS JOIN app.conversations c
        JOIN app.messages m ON m.owner_id = c.owner_id AND m.conversation_id = c.id AND m.seq > c.packed_seq
        WHERE c.owner_id = app.user_id() AND c.archived_at IS NULL AND c.deleted_at IS NULL
            AND (m.seq >= c.first_seq OR m.pinned)
            AND m.role IN ('user', 'assistant')
            AND m.content ILIKE ANY (question.patterns)
    UNION ALL
    SELECT p.conversation_id, p.seq, c.title, p.role, p.content, p.created_at
        FROM unnest(@conversations, @seqs, @roles, @contents, @times) AS p (conversation_id, seq, role, content, created_at)
        JOIN app.conversations c ON c.owner_id = app.user_id() AND c.id = p.conversation_id
)
SELECT conversation_id, seq, title, role, content, created_at
    FROM found CROSS JOIN question
    WHERE (conversation_id, seq) <> (@conversation, @seq)
    ORDER BY
        -- What the person said counts for more than what was answered; then how many of the words, then the newest.
        ts_rank_cd(to_tsvector('simple', content), question.query, 1) * CASE role WHEN 'user' THEN 2 ELSE 1 END DESC,
        created_at DESC
    LIMIT @limit;
