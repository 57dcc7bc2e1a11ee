-- Guests: a member of somebody else's conversation, or whoever reads by a share link. They work in transactions of the conversation's
-- owner that are confined to that conversation: app.user_id is the owner, app.guest_conversation the conversation, app.guest_id the
-- member or app.link_id the link. What they may is decided here, anew by each statement: an invitation or a link that was taken back
-- ends at once. Where only guest_conversation is set, nothing is allowed.
CREATE FUNCTION app.guest_conversation() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.guest_conversation', true), '')::uuid;

CREATE FUNCTION app.guest_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.guest_id', true), '')::uuid;

CREATE FUNCTION app.link_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.link_id', true), '')::uuid;

-- Whether the guest may read in the conversation, or write in it. With a seq: whether that message is shared.
CREATE FUNCTION app.guest_may(owner uuid, conversation uuid, writes boolean, at integer DEFAULT NULL) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    IF conversation IS DISTINCT FROM app.guest_conversation() THEN
        RETURN false;
    END IF;
    IF app.guest_id() IS NOT NULL THEN
        RETURN EXISTS (SELECT FROM app.conversation_members m
            WHERE m.owner_id = owner AND m.conversation_id = conversation AND m.user_id = app.guest_id() AND (m.role = 'writer' OR NOT writes));
    END IF;
    RETURN NOT writes AND EXISTS (SELECT FROM app.share_links l
        WHERE l.owner_id = owner AND l.id = app.link_id() AND l.conversation_id = conversation AND l.kind = 'live'
            AND l.revoked_at IS NULL AND l.expires_at > now() AND (at IS NULL OR at BETWEEN l.from_seq AND coalesce(l.through_seq, at)));
END
$$;

-- Whether the message is one that the guest wrote, and may still write replies to: they stop those and have them made again.
CREATE FUNCTION app.guest_asked(owner uuid, conversation uuid, question integer) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN app.guest_may(owner, conversation, true) AND EXISTS (SELECT FROM app.messages m
        WHERE m.owner_id = owner AND m.conversation_id = conversation AND m.seq = question AND m.author_id = app.guest_id());
END
$$;

-- The role of the person who asks in a conversation of somebody else; null for none.
CREATE FUNCTION app.member_role(owner uuid, conversation uuid) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN (SELECT m.role FROM app.conversation_members m
        WHERE m.owner_id = owner AND m.conversation_id = conversation AND m.user_id = app.user_id());
END
$$;

-- Says for a table under row security what guests may with its rows; the rest stays as it is. The conditions are part of the policies that
-- were there rather than restrictive ones beside them: those would be evaluated first, and keep the primary keys from being used.
CREATE PROCEDURE app.admit_guests(
    admitted regclass, owner_column name, reads text DEFAULT 'false', inserts text DEFAULT 'false', updates text DEFAULT 'false', deletes text DEFAULT 'false')
    LANGUAGE plpgsql
AS $$
DECLARE
    own text := format('%I = app.user_id() AND (app.guest_conversation() IS NULL OR ', owner_column);
BEGIN
    EXECUTE format('ALTER POLICY own_select ON %s USING (%s%s))', admitted, own, reads);
    EXECUTE format('ALTER POLICY own_insert ON %s WITH CHECK (%s%s))', admitted, own, inserts);
    EXECUTE format('ALTER POLICY own_update ON %s USING (%s%s)) WITH CHECK (%s%s))', admitted, own, updates, own, updates);
    EXECUTE format('ALTER POLICY own_delete ON %s USING (%s%s))', admitted, own, deletes);
END
$$;

-- From now on a table is closed to guests unless it says otherwise.
CREATE OR REPLACE PROCEDURE app.protect_rows(protected regclass, owner_column name)
    LANGUAGE plpgsql
AS $$
DECLARE
    verb text;
    own text := format('%I = app.user_id() AND app.guest_conversation() IS NULL', owner_column);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', protected);
    FOREACH verb IN ARRAY ARRAY['select', 'delete'] LOOP
        EXECUTE format('CREATE POLICY own_%s ON %s FOR %s USING (%s)', verb, protected, verb, own);
    END LOOP;
    EXECUTE format('CREATE POLICY own_insert ON %s FOR INSERT WITH CHECK (%s)', protected, own);
    EXECUTE format('CREATE POLICY own_update ON %s FOR UPDATE USING (%s) WITH CHECK (%s)', protected, own, own);
    EXECUTE format('CREATE POLICY maintenance ON %s TO cm_maintenance USING (true) WITH CHECK (true)', protected);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cm_maintenance', protected);
END
$$;
