SELECT i.relname AS "Name", t.relname AS "TableName", a.amname AS "Method",
    pg_total_relation_size(i.oid) AS "Bytes", coalesce(s.idx_scan, 0) AS "Scans"
    FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_am a ON a.oid = i.relam
    LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = i.oid
    WHERE t.relnamespace = 'app'::regnamespace
    ORDER BY pg_total_relation_size(i.oid) DESC, i.relname;
