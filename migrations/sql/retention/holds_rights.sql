-- Holds are the admins': the web has no right to them, and works on them as maintenance once it has checked that the person is an admin.
-- after: schema/protect_rows
CALL app.protect_rows('app.holds', 'owner_id');
