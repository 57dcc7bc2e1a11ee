-- after: schema/protect_rows, sharing/guest_may, sharing/member_role
CALL app.protect_rows('app.segments', 'owner_id',
    guests_read => 'app.guest_may(owner_id, conversation_id, false)');

-- Members find and list what is shared with them without being confined to one conversation. Whose own rows they are is asked first:
-- they must not pay for the look at memberships, which costs a query each.
CREATE POLICY shared_select ON app.segments FOR SELECT
    USING (owner_id <> app.user_id() AND app.guest_conversation() IS NULL AND app.member_role(owner_id, conversation_id) IS NOT NULL);

GRANT SELECT, INSERT, UPDATE, DELETE ON app.segments TO cm_app;
