-- {owners} people.
SET session_replication_role = replica;
INSERT INTO app.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
    SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || 'a' || substr(md5(n::text), 4, 15))::uuid,
        'p' || n, 'P' || n, 'p' || n, 'P' || n, false, false, false, false, 0
    FROM generate_series(1, {owners}) AS n;
