-- The role of the person who asks in a conversation of somebody else; null for none.
CREATE OR REPLACE FUNCTION app.member_role(owner uuid, conversation uuid) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN (SELECT m.role FROM app.conversation_members m
        WHERE m.owner_id = owner AND m.conversation_id = conversation AND m.user_id = app.user_id());
END
$$;
