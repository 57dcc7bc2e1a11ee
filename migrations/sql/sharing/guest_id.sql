-- The member who works in somebody else's conversation: see guest_conversation.
CREATE OR REPLACE FUNCTION app.guest_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.guest_id', true), '')::uuid;
