-- after: schema/protect_rows, sharing/guest_may
CALL app.protect_rows('app.conversation_policies', 'owner_id',
    guests_read => 'app.guest_may(owner_id, conversation_id, false)');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.conversation_policies TO cm_app;
