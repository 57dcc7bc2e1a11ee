-- The share link by which somebody reads in somebody else's conversation: see guest_conversation.
CREATE OR REPLACE FUNCTION app.link_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.link_id', true), '')::uuid;
