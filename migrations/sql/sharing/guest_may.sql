-- Whether the guest may read in the conversation, or write in it. With a seq: whether that message is shared.
CREATE OR REPLACE FUNCTION app.guest_may(owner uuid, conversation uuid, writes boolean, at integer DEFAULT NULL) RETURNS boolean
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
