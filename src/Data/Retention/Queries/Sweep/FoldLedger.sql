SELECT app.fold_ledger() FROM app.system_settings WHERE NOT read_only;
