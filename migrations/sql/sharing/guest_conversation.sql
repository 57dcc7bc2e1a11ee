-- Guests: a member of somebody else's conversation, or whoever reads by a share link. They work in transactions of the conversation's
-- owner that are confined to that conversation: app.user_id is the owner, app.guest_conversation the conversation, app.guest_id the
-- member or app.link_id the link. What they may is decided here, anew by each statement: an invitation or a link that was taken back
-- ends at once. Where only guest_conversation is set, nothing is allowed.
CREATE OR REPLACE FUNCTION app.guest_conversation() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.guest_conversation', true), '')::uuid;
