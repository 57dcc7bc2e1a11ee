-- Statistics of the tables that cleaning changes most, for the planner. As their owner, because nobody else may; VACUUM cannot
-- run inside a function.
CREATE OR REPLACE FUNCTION app.analyze_tables() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    ANALYZE app.conversations, app.messages, app.summaries, app.segments, app.receipts, app.ledger_entries;
END
$$;

REVOKE EXECUTE ON FUNCTION app.analyze_tables FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.analyze_tables TO cm_maintenance;
