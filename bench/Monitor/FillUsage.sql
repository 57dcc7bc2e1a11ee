-- What the triggers would have counted, and three months of days.
SET session_replication_role = replica;
UPDATE app.conversations SET bytes = message_count * 615;
SET session_replication_role = origin;
SELECT count(*) FROM app.reconcile_usage();
SELECT app.fold_ledger();
INSERT INTO app.storage_snapshots (day, bytes, kinds, conversations, messages, taken_at)
    SELECT (now() AT TIME ZONE 'UTC')::date - n, pg_database_size(current_database()) - n * 1000000, '{}', 33333, 1000000, now() - n * interval '1 day'
    FROM generate_series(1, 90) AS n;
