-- Accounts are written by the account store (maintenance) only. Of them the web sees its own person's row, and never a password hash.
-- after: schema/protect_rows
CALL app.protect_rows('app.users', 'id');

GRANT SELECT (id, email, user_name, created_at, held) ON app.users TO cm_app;
