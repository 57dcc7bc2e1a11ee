SELECT s.relname::text AS "Name", s.n_live_tup AS "LiveRows", s.n_dead_tup AS "DeadRows",
    greatest(s.last_vacuum, s.last_autovacuum) AS "VacuumedAt", greatest(s.last_analyze, s.last_autoanalyze) AS "AnalyzedAt",
    CASE WHEN current_setting('server_version_num')::integer >= 170000
        THEN has_table_privilege(s.relid, 'MAINTAIN') ELSE pg_has_role(c.relowner, 'USAGE') END AS "MayVacuum"
    FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
    WHERE s.schemaname = 'app' AND s.relname IN ('conversations', 'messages', 'segments', 'summaries', 'receipts', 'ledger_entries')
    ORDER BY s.n_live_tup DESC, s.relname;
