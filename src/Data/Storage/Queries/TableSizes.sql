-- Sizes as they are on disk, free room included. Rows as the statistics have them, which costs nothing.
SELECT c.relname AS "Name",
    pg_table_size(c.oid) - coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) AS "Heap",
    pg_indexes_size(c.oid) AS "Indexes",
    coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) AS "Toast",
    coalesce(s.n_live_tup, 0) AS "Live",
    coalesce(s.n_dead_tup, 0) AS "Dead",
    greatest(s.last_vacuum, s.last_autovacuum) AS "VacuumedAt"
    FROM pg_class c
    LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
    WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r'
    ORDER BY pg_total_relation_size(c.oid) DESC, c.relname;
