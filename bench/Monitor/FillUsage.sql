-- What the triggers would have counted, and three months of days.
SET session_replication_role = replica;
UPDATE app.conversations SET bytes = message_count * 615;
SET session_replication_role = origin;
SELECT count(*) FROM app.reconcile_usage();
SELECT app.fold_ledger();
INSERT INTO app.storage_snapshots (day, bytes, kinds, conversations, messages, taken_at)
    SELECT (now() AT TIME ZONE 'UTC')::date - n, pg_database_size(current_database()) - n * 1000000, '{}', 33333, 1000000, now() - n * interval '1 day'
    FROM generate_series(1, 90) AS n;
-- Receipts of a year, of which the newest are looked at, some entries of the audit log and runs.
INSERT INTO app.receipts (owner_id, id, cause, layer, rule, conversations, counts, at)
    SELECT o.id, gen_random_uuid(), 'ttl', 'schedule', '{"scope": "system", "ttl_days": 30}', ARRAY[gen_random_uuid(), gen_random_uuid(), gen_random_uuid()],
        '{"messages": {"rows": 90, "bytes": 55350}}', now() - n * interval '5 minutes'
    FROM generate_series(1, 100000) AS n JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM app.users) AS o ON o.place = 1 + n % 22000;
INSERT INTO app.audit_log (actor_id, action, target_kind, target_id, detail, at)
    SELECT o.id, 'policy.changed', 'system', 'system', '{}', now() - n * interval '1 hour'
    FROM generate_series(1, 10000) AS n CROSS JOIN (SELECT id FROM app.users ORDER BY id LIMIT 1) AS o;
INSERT INTO app.cleanup_runs (id, layer, state, started_at, finished_at, selected, noticed, archived, trashed, deleted, messages, bytes)
    SELECT gen_random_uuid(), 'schedule', 'finished', now() - n * interval '10 minutes', now() - n * interval '10 minutes', 0, 1, 1, 1, 1, 30, 18450
    FROM generate_series(1, 10000) AS n;
