-- The owner's quota binds what members write.
-- after: schema/protect_rows, sharing/guest_may, sharing/guest_id
CALL app.protect_rows('app.usage', 'owner_id',
    guests_read => 'app.guest_id() IS NOT NULL AND app.guest_may(owner_id, app.guest_conversation(), false)');

GRANT SELECT ON app.usage TO cm_app;
