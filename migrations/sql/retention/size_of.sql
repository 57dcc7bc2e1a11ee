-- What removing conversations of a person frees, as their receipt will say it.
CREATE OR REPLACE FUNCTION app.size_of(owner uuid, ids uuid[], OUT messages bigint, OUT bytes bigint)
    LANGUAGE plpgsql STABLE
AS $$
BEGIN
    SELECT sum(kept.messages), sum(kept.bytes) + 400 * cardinality(ids) INTO messages, bytes FROM (
        SELECT count(*) AS messages, coalesce(sum(m.bytes), 0) AS bytes FROM app.messages m
            WHERE m.owner_id = owner AND m.conversation_id = ANY (ids)
        UNION ALL
        SELECT coalesce(sum(s.message_count), 0), coalesce(sum(length(s.data) + coalesce(length(s.terms), 0)), 0) FROM app.segments s
            WHERE s.owner_id = owner AND s.conversation_id = ANY (ids)
        UNION ALL
        SELECT 0, coalesce(sum(octet_length(s.content)), 0) FROM app.summaries s
            WHERE s.owner_id = owner AND s.conversation_id = ANY (ids)) AS kept;
END
$$;
