VACUUM (ANALYZE) app.conversations, app.messages, app.segments, app.summaries, app.receipts, app.ledger_entries;
