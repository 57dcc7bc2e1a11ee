-- after: schema/protect_rows, sharing/guest_may, sharing/guest_asked
CALL app.protect_rows('app.replies', 'owner_id',
    guests_read => 'app.guest_may(owner_id, conversation_id, false, user_seq)',
    guests_insert => 'app.guest_asked(owner_id, conversation_id, user_seq)',
    guests_update => 'app.guest_asked(owner_id, conversation_id, user_seq)');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.replies TO cm_app;
