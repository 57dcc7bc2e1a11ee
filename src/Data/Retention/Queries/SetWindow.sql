UPDATE app.retention_policies SET
    window_messages = coalesce(@window, 0),
    window_action = CASE WHEN @waits THEN 'summarise' ELSE 'delete' END,
    follows_settings = @follows
    WHERE scope = 'system';
