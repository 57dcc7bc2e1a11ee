-- Whether the message is one that the guest wrote, and may still write replies to: they stop those and have them made again.
CREATE OR REPLACE FUNCTION app.guest_asked(owner uuid, conversation uuid, question integer) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN app.guest_may(owner, conversation, true) AND EXISTS (SELECT FROM app.messages m
        WHERE m.owner_id = owner AND m.conversation_id = conversation AND m.seq = question AND m.author_id = app.guest_id());
END
$$;
