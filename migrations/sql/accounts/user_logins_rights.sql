-- Written and read by the account store (maintenance) only.
-- after: schema/protect_rows
CALL app.protect_rows('app.user_logins', 'user_id');
