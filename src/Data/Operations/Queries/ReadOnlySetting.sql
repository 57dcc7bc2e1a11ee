SELECT read_only, read_only_text, read_only_since FROM app.system_settings;
