-- Bytes of what conversations are kept in, by table and part, free room included.
SELECT c.relname::text AS name, 'rows' AS part, pg_relation_size(c.oid) + pg_relation_size(c.oid, 'fsm') + pg_relation_size(c.oid, 'vm') AS bytes
    FROM pg_class c WHERE c.oid = ANY (@tables::regclass[])
UNION ALL
SELECT c.relname, 'beside', coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0)
    FROM pg_class c WHERE c.oid = ANY (@tables::regclass[])
UNION ALL
SELECT i.indexrelid::regclass::text, 'index', pg_relation_size(i.indexrelid)
    FROM pg_index i WHERE i.indrelid = ANY (@tables::regclass[])
ORDER BY 2 DESC, 1;
