SELECT app.fold_ledger() AS "Value";
