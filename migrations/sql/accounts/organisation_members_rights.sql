-- Written by the account store (maintenance) only. Guests see the membership of the owner they work for: by it agents are seen, see member_of.
-- after: schema/protect_rows, sharing/guest_may
CALL app.protect_rows('app.organisation_members', 'user_id',
    guests_read => 'app.guest_may(user_id, app.guest_conversation(), false)');

GRANT SELECT ON app.organisation_members TO cm_app;
