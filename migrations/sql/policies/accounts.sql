-- Accounts are written by the account store (maintenance) only. The web sees of them its own person's row and
-- memberships, and never a password hash.
CALL app.protect_rows('app.users', 'id');
CALL app.protect_rows('app.user_claims', 'user_id');
CALL app.protect_rows('app.user_logins', 'user_id');
CALL app.protect_rows('app.user_tokens', 'user_id');
CALL app.protect_rows('app.organisation_members', 'user_id');

GRANT SELECT (id, email, user_name, created_at) ON app.users TO cm_app;
GRANT SELECT ON app.organisation_members TO cm_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON app.organisations, app.data_protection_keys TO cm_maintenance;
