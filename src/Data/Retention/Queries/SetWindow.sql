UPDATE app.retention_policies SET
    window_messages = @window,
    window_waits_for_summary = @waits,
    follows_settings = @follows
    WHERE scope = 'system';
