SELECT id AS "Value" FROM app.receipts WHERE run_id = @run AND at >= @since ORDER BY at, id LIMIT @most;
