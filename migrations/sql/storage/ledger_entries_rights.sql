-- after: schema/protect_rows
CALL app.protect_rows('app.ledger_entries', 'owner_id',
    guests_insert => 'pg_trigger_depth() > 0');

GRANT SELECT, INSERT ON app.ledger_entries TO cm_app;
