-- The one path on which conversations are removed, with all that hangs on them, shares, members and the note of where they were imported
-- from among it, and the one that writes their receipt: for conversations of one person that are in the trash already. Those on hold stay.
-- Returns what was removed.
CREATE OR REPLACE FUNCTION app.remove_conversations(
    owner uuid, ids uuid[], cause_ text, layer_ text, rule_ jsonb, run uuid, OUT conversations integer, OUT messages bigint, OUT bytes bigint)
    LANGUAGE plpgsql
AS $$
DECLARE
    going uuid[];
    counts_ jsonb := '{}';
    gone_rows bigint;
    gone_bytes bigint;
BEGIN
    going := ARRAY(
        SELECT c.id FROM app.conversations c
        WHERE c.owner_id = owner AND c.id = ANY (ids) AND c.deleted_at IS NOT NULL AND NOT c.held
        FOR UPDATE);
    conversations := coalesce(array_length(going, 1), 0);
    messages := 0;
    bytes := 0;
    IF conversations = 0 THEN
        RETURN;
    END IF;

    WITH gone AS (DELETE FROM app.messages m WHERE m.owner_id = owner AND m.conversation_id = ANY (going) RETURNING m.bytes)
        SELECT count(*), coalesce(sum(g.bytes), 0) INTO gone_rows, gone_bytes FROM gone g;
    counts_ := counts_ || app.counted('messages', gone_rows, gone_bytes);
    messages := messages + gone_rows;
    bytes := bytes + gone_bytes;

    WITH gone AS (
        DELETE FROM app.segments s WHERE s.owner_id = owner AND s.conversation_id = ANY (going)
            RETURNING s.message_count, length(s.data) + coalesce(length(s.terms), 0) AS size)
        SELECT count(*), coalesce(sum(size), 0), messages + coalesce(sum(message_count), 0) INTO gone_rows, gone_bytes, messages FROM gone;
    counts_ := counts_ || app.counted('segments', gone_rows, gone_bytes);
    bytes := bytes + gone_bytes;

    WITH gone AS (
        DELETE FROM app.summaries s WHERE s.owner_id = owner AND s.conversation_id = ANY (going)
            RETURNING octet_length(s.content) AS size)
        SELECT count(*), coalesce(sum(size), 0) INTO gone_rows, gone_bytes FROM gone;
    counts_ := counts_ || app.counted('summaries', gone_rows, gone_bytes);
    bytes := bytes + gone_bytes;

    WITH gone AS (
        DELETE FROM app.share_links l WHERE l.owner_id = owner AND l.conversation_id = ANY (going)
            RETURNING coalesce(octet_length(l.data), 0) + 200 AS size)
        SELECT count(*), coalesce(sum(size), 0) INTO gone_rows, gone_bytes FROM gone;
    IF gone_rows > 0 THEN
        counts_ := counts_ || app.counted('share_links', gone_rows, gone_bytes);
    END IF;

    WITH gone AS (DELETE FROM app.conversation_members m WHERE m.owner_id = owner AND m.conversation_id = ANY (going) RETURNING 80 AS size)
        SELECT count(*), coalesce(sum(size), 0) INTO gone_rows, gone_bytes FROM gone;
    IF gone_rows > 0 THEN
        counts_ := counts_ || app.counted('conversation_members', gone_rows, gone_bytes);
    END IF;

    WITH gone AS (DELETE FROM app.imported_conversations i WHERE i.owner_id = owner AND i.conversation_id = ANY (going) RETURNING 120 AS size)
        SELECT count(*), coalesce(sum(size), 0) INTO gone_rows, gone_bytes FROM gone;
    IF gone_rows > 0 THEN
        counts_ := counts_ || app.counted('imported_conversations', gone_rows, gone_bytes);
    END IF;

    WITH gone AS (
        DELETE FROM app.conversations c WHERE c.owner_id = owner AND c.id = ANY (going) RETURNING c.id)
        SELECT count(*), 400 * count(*) INTO gone_rows, gone_bytes FROM gone;
    counts_ := counts_ || app.counted('conversations', gone_rows, gone_bytes);
    bytes := bytes + gone_bytes;

    INSERT INTO app.receipts (owner_id, id, run_id, cause, layer, rule, conversations, counts, at)
        VALUES (owner, gen_random_uuid(), run, cause_, layer_, rule_, going, counts_, now());
END
$$;
