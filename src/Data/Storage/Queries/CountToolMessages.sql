-- Of all messages, or of some pages of them: the same ones each time, so that the figure does not jump about.
SELECT count(*) FILTER (WHERE tool_calls IS NOT NULL) AS "WithTools", count(*) AS "Seen"
    FROM app.messages TABLESAMPLE SYSTEM (@percent) REPEATABLE (0);
