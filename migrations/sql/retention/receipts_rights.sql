-- after: schema/protect_rows
CALL app.protect_rows('app.receipts', 'owner_id');

GRANT SELECT, INSERT ON app.receipts TO cm_app;
