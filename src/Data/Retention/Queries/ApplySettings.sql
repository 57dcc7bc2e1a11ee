UPDATE app.retention_policies SET
    window_messages = CASE WHEN follows_settings THEN @window ELSE window_messages END,
    ttl_days = CASE WHEN follows_settings THEN @ttl_days ELSE ttl_days END,
    max_message_length = @message_length,
    max_tool_call_size = @tool_call_size
    WHERE scope = 'system';
