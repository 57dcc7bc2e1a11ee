-- after: schema/protect_rows, sharing/guest_may, sharing/guest_asked, sharing/guest_id, sharing/member_role
CALL app.protect_rows('app.messages', 'owner_id',
    guests_read => 'app.guest_may(owner_id, conversation_id, false, seq)',
    guests_insert => 'role = ''user'' AND author_id = app.guest_id() AND app.guest_may(owner_id, conversation_id, true)',
    guests_delete => 'CASE WHEN pg_trigger_depth() > 0 THEN app.guest_may(owner_id, conversation_id, true) ELSE app.guest_asked(owner_id, conversation_id, reply_to) END');

-- Members find and list what is shared with them without being confined to one conversation. Whose own rows they are is asked first:
-- they must not pay for the look at memberships, which costs a query each.
CREATE POLICY shared_select ON app.messages FOR SELECT
    USING (owner_id <> app.user_id() AND app.guest_conversation() IS NULL AND app.member_role(owner_id, conversation_id) IS NOT NULL);

GRANT SELECT, INSERT, UPDATE, DELETE ON app.messages TO cm_app;
