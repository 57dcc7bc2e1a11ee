DELETE FROM app.sends WHERE created_at < @before AND NOT (SELECT read_only FROM app.system_settings);
