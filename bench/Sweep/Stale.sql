-- The odd half of the conversations is in the trash and due, the even half is written to.
SET session_replication_role = replica;
UPDATE app.conversations SET bytes = 30 * 620, deleted_at = now() - interval '9 days', expires_at = now() - interval '1 day',
    ending = '{"cause": "ttl", "scope": "system", "ttl_days": 30}'
    WHERE substr(title, 14)::integer % 2 = 1;
