-- Full-text search in what the person can see. Row security narrows it to the person's own rows by primary key; the
-- cheap word test comes before the costly parsing. Without an index on purpose: a person has thousands of messages, not
-- millions, and every message would pay for it.
WITH question AS (
    SELECT string_agg(quote_literal(word) || ':*', ' | ')::tsquery AS query, array_agg('%' || word || '%') AS patterns
    FROM unnest(@words) AS word
)
SELECT m.conversation_id, m.seq, c.title, m.role, m.content, m.created_at
    FROM question
    CROSS JOIN app.conversations c
    JOIN app.messages m ON m.owner_id = c.owner_id AND m.conversation_id = c.id AND m.seq >= c.first_seq
    WHERE c.owner_id = app.user_id()
        AND m.role IN ('user', 'assistant')
        AND (m.conversation_id, m.seq) <> (@conversation, @seq)
        AND m.content ILIKE ANY (question.patterns)
    ORDER BY
        -- What the person said counts for more than what was answered; then how many of the words, then the newest.
        ts_rank_cd(to_tsvector('simple', m.content), question.query, 1) * CASE m.role WHEN 'user' THEN 2 ELSE 1 END DESC,
        m.created_at DESC
    LIMIT @limit;
