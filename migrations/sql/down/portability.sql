-- Before the tables go: what the version before cannot keep must not be lost.
DO $$
DECLARE
    own record;
BEGIN
    ALTER TABLE app.messages NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE app.templates NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE app.conversation_members NO FORCE ROW LEVEL SECURITY;
    IF EXISTS (SELECT FROM app.templates) OR EXISTS (SELECT FROM app.conversation_members) OR EXISTS (SELECT FROM app.messages WHERE author_id IS NOT NULL) THEN
        RAISE EXCEPTION 'there are templates, members of conversations or their messages, which the version before cannot keep'
            USING HINT = 'Export them, then remove the members and templates: see docs/operations.md.';
    END IF;
    ALTER TABLE app.messages FORCE ROW LEVEL SECURITY;

    DROP POLICY shared_select ON app.conversations;
    DROP POLICY shared_select ON app.messages;
    DROP POLICY shared_select ON app.segments;
    DROP POLICY shared_select ON app.summaries;
    DROP POLICY shared_select ON app.conversation_members;
    DROP POLICY shared_delete ON app.conversation_members;
    DROP POLICY shared_select ON app.templates;
    FOR own IN
        SELECT p.polrelid::regclass AS name, p.polname AS policy, p.polcmd AS verb, c.attname AS owner_column
        FROM pg_policy p
        JOIN pg_class t ON t.oid = p.polrelid AND t.relnamespace = 'app'::regnamespace
        JOIN pg_attribute c ON c.attrelid = t.oid AND NOT c.attisdropped
            AND c.attname = CASE WHEN t.relname = 'users' THEN 'id' WHEN t.relname IN ('user_claims', 'user_logins', 'user_tokens', 'organisation_members') THEN 'user_id' ELSE 'owner_id' END
        WHERE p.polname IN ('own_select', 'own_insert', 'own_update', 'own_delete')
    LOOP
        EXECUTE format('ALTER POLICY %I ON %s %s %s', own.policy, own.name,
            CASE WHEN own.verb <> 'a' THEN format('USING (%I = app.user_id())', own.owner_column) END,
            CASE WHEN own.verb IN ('a', 'w') THEN format('WITH CHECK (%I = app.user_id())', own.owner_column) END);
    END LOOP;
    ALTER POLICY admins_insert ON app.agents WITH CHECK (app.administers(organisation_id));
    ALTER POLICY admins_update ON app.agents USING (app.administers(organisation_id));
    ALTER POLICY admins_delete ON app.agents USING (app.administers(organisation_id));
END
$$;

DROP TRIGGER segments_after_terms ON app.segments;
DROP FUNCTION app.segments_after_terms, app.remove_conversations;
DROP PROCEDURE app.protect_rows, app.admit_guests;

-- Stays behind, for the triggers on segments.
CREATE OR REPLACE FUNCTION app.size_of_segment(segment app.segments) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN 60 + length(segment.data);

-- What removing conversations of a person frees, as their receipt will say it.
CREATE OR REPLACE FUNCTION app.size_of(owner uuid, ids uuid[], OUT messages bigint, OUT bytes bigint)
    LANGUAGE sql STABLE
AS $$
    SELECT sum(kept.messages), sum(kept.bytes) + 400 * cardinality(ids) FROM (
        SELECT count(*) AS messages, coalesce(sum(m.bytes), 0) AS bytes FROM app.messages m
            WHERE m.owner_id = owner AND m.conversation_id = ANY (ids)
        UNION ALL
        SELECT coalesce(sum(s.message_count), 0), coalesce(sum(length(s.data)), 0) FROM app.segments s
            WHERE s.owner_id = owner AND s.conversation_id = ANY (ids)
        UNION ALL
        SELECT 0, coalesce(sum(octet_length(s.content)), 0) FROM app.summaries s
            WHERE s.owner_id = owner AND s.conversation_id = ANY (ids)) AS kept
$$;

-- The sweep within a send: a few of the writer's own conversations, and never the send's trouble.
CREATE OR REPLACE FUNCTION app.sweep_beside_insert(owner uuid) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    -- Only where row security leaves the writer's own: whoever sees all rows would sweep everybody's here.
    IF owner IS DISTINCT FROM app.user_id() THEN
        RETURN;
    END IF;
    PERFORM app.sweep('insert', 10);
    PERFORM app.mark_layer('insert');
EXCEPTION WHEN OTHERS THEN
    RAISE LOG 'the sweep beside an insert failed: %', SQLSTATE;
END
$$;
