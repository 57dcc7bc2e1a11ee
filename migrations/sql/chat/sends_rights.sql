-- after: schema/protect_rows, sharing/guest_may
CALL app.protect_rows('app.sends', 'owner_id',
    guests_read => 'app.guest_may(owner_id, conversation_id, true)',
    guests_insert => 'app.guest_may(owner_id, conversation_id, true)');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.sends TO cm_app;
