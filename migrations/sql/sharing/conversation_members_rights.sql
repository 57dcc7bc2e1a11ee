-- after: schema/protect_rows, sharing/guest_id
CALL app.protect_rows('app.conversation_members', 'owner_id',
    guests_read => 'app.guest_id() IS NOT NULL AND conversation_id = app.guest_conversation()');

-- A member sees their own invitations, and leaves by removing them.
CREATE POLICY shared_select ON app.conversation_members FOR SELECT USING (user_id = app.user_id() AND app.guest_conversation() IS NULL);
CREATE POLICY shared_delete ON app.conversation_members FOR DELETE USING (user_id = app.user_id() AND app.guest_conversation() IS NULL);

GRANT SELECT, INSERT, UPDATE, DELETE ON app.conversation_members TO cm_app;
