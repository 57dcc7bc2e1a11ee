-- The organisation everybody joins, the agent everybody can talk to, and the policy; settings are applied at each start.
INSERT INTO app.organisations (id, name)
    VALUES ('01900000-0000-7000-8000-000000000001', 'Default');

INSERT INTO app.agents (id, organisation_id, name, description, system_prompt, max_answer_tokens, tools)
    VALUES (
        '01900000-0000-7000-8000-0000000000a1',
        '01900000-0000-7000-8000-000000000001',
        'Assistant',
        'Answers questions, calculates, and finds what you said before.',
        'You are a helpful assistant. Answer clearly and briefly, in the language of the person you talk to. Use your tools where they help. When something the person said earlier matters, search their conversations. If you do not know, say so.',
        1024,
        ARRAY['current_time', 'calculator', 'search_conversations']);

INSERT INTO app.retention_policies (
        scope, window_messages, window_action, ttl_days, at_end, archive_days, notice_days, trash_days, export_first, keep_memories,
        allow_pin, allow_extend, quota_soft_megabytes, quota_hard_megabytes, max_message_length, max_tool_call_size, follows_settings)
    VALUES ('system', 30, 'summarise', 30, 'delete', 0, 7, 7, false, true, true, true, 0, 0, 4000, 2000, true);

INSERT INTO app.system_settings (id, read_only) VALUES (true, false);
INSERT INTO app.sweep_layers (name) VALUES ('insert'), ('request'), ('schedule'), ('pg_cron'), ('api');
