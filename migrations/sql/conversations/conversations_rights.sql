-- Counters, window and ledger move by the triggers of a writer's message, and by nothing else a guest does.
-- after: schema/protect_rows, sharing/guest_may, sharing/member_role
CALL app.protect_rows('app.conversations', 'owner_id',
    guests_read => 'deleted_at IS NULL AND app.guest_may(owner_id, id, false)',
    guests_update => 'pg_trigger_depth() > 0 AND app.guest_may(owner_id, id, true)');

-- Members find and list what is shared with them without being confined to one conversation. Whose own rows they are is asked first:
-- they must not pay for the look at memberships, which costs a query each.
CREATE POLICY shared_select ON app.conversations FOR SELECT
    USING (owner_id <> app.user_id() AND deleted_at IS NULL AND app.guest_conversation() IS NULL AND app.member_role(owner_id, id) IS NOT NULL);

GRANT SELECT, INSERT, UPDATE, DELETE ON app.conversations TO cm_app;
