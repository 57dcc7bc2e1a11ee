-- What holds for the conversations of an agent of an organisation. With a proposed policy: what would hold if it were
-- saved. The sweep, the simulator and the triggers all work by what this returns.
-- after: retention/pick, retention/pick_scope
CREATE OR REPLACE FUNCTION app.resolve_policy(agent uuid, organisation uuid, proposed app.retention_policies DEFAULT NULL)
    RETURNS SETOF app.resolved_policies
    LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY
        WITH policies AS (
            SELECT p.* FROM app.retention_policies p
                WHERE (proposed).scope IS NULL OR (p.scope, p.scope_id) <> ((proposed).scope, (proposed).scope_id)
            UNION ALL
            SELECT (proposed).* WHERE (proposed).scope IS NOT NULL
        )
        SELECT row.*
        FROM (SELECT * FROM policies WHERE scope = 'system') AS s
        LEFT JOIN policies o ON o.scope = 'organisation' AND o.scope_id = organisation
        LEFT JOIN policies a ON a.scope = 'agent' AND a.scope_id = agent
        CROSS JOIN LATERAL (
            SELECT
                agent, organisation,
                nullif(app.pick('window_messages', s.window_messages, s.locked, o.window_messages, o.locked, a.window_messages), 0),
                app.pick('window_action', s.window_action, s.locked, o.window_action, o.locked, a.window_action),
                app.pick('ttl_days', s.ttl_days, s.locked, o.ttl_days, o.locked, a.ttl_days),
                app.pick('at_end', s.at_end, s.locked, o.at_end, o.locked, a.at_end),
                app.pick('archive_days', s.archive_days, s.locked, o.archive_days, o.locked, a.archive_days),
                app.pick('notice_days', s.notice_days, s.locked, o.notice_days, o.locked, a.notice_days),
                app.pick('trash_days', s.trash_days, s.locked, o.trash_days, o.locked, a.trash_days),
                app.pick('export_first', s.export_first, s.locked, o.export_first, o.locked, a.export_first),
                app.pick('keep_memories', s.keep_memories, s.locked, o.keep_memories, o.locked, a.keep_memories),
                app.pick('allow_pin', s.allow_pin, s.locked, o.allow_pin, o.locked, a.allow_pin),
                app.pick('allow_extend', s.allow_extend, s.locked, o.allow_extend, o.locked, a.allow_extend),
                app.pick('quota_soft_megabytes', s.quota_soft_megabytes, s.locked, o.quota_soft_megabytes, o.locked, a.quota_soft_megabytes),
                app.pick('quota_hard_megabytes', s.quota_hard_megabytes, s.locked, o.quota_hard_megabytes, o.locked, a.quota_hard_megabytes),
                s.max_message_length, s.max_tool_call_size,
                ARRAY(SELECT DISTINCT field FROM unnest(s.locked || coalesce(o.locked, '{}') || coalesce(a.locked, '{}')) AS field ORDER BY 1),
                jsonb_build_object(
                    'window_messages', app.pick_scope('window_messages', s.locked, o.window_messages IS NOT NULL, o.locked, a.window_messages IS NOT NULL),
                    'window_action', app.pick_scope('window_action', s.locked, o.window_action IS NOT NULL, o.locked, a.window_action IS NOT NULL),
                    'ttl_days', app.pick_scope('ttl_days', s.locked, o.ttl_days IS NOT NULL, o.locked, a.ttl_days IS NOT NULL),
                    'at_end', app.pick_scope('at_end', s.locked, o.at_end IS NOT NULL, o.locked, a.at_end IS NOT NULL),
                    'archive_days', app.pick_scope('archive_days', s.locked, o.archive_days IS NOT NULL, o.locked, a.archive_days IS NOT NULL),
                    'notice_days', app.pick_scope('notice_days', s.locked, o.notice_days IS NOT NULL, o.locked, a.notice_days IS NOT NULL),
                    'trash_days', app.pick_scope('trash_days', s.locked, o.trash_days IS NOT NULL, o.locked, a.trash_days IS NOT NULL),
                    'export_first', app.pick_scope('export_first', s.locked, o.export_first IS NOT NULL, o.locked, a.export_first IS NOT NULL),
                    'keep_memories', app.pick_scope('keep_memories', s.locked, o.keep_memories IS NOT NULL, o.locked, a.keep_memories IS NOT NULL),
                    'allow_pin', app.pick_scope('allow_pin', s.locked, o.allow_pin IS NOT NULL, o.locked, a.allow_pin IS NOT NULL),
                    'allow_extend', app.pick_scope('allow_extend', s.locked, o.allow_extend IS NOT NULL, o.locked, a.allow_extend IS NOT NULL),
                    'quota_soft_megabytes', app.pick_scope('quota_soft_megabytes', s.locked, o.quota_soft_megabytes IS NOT NULL, o.locked, a.quota_soft_megabytes IS NOT NULL),
                    'quota_hard_megabytes', app.pick_scope('quota_hard_megabytes', s.locked, o.quota_hard_megabytes IS NOT NULL, o.locked, a.quota_hard_megabytes IS NOT NULL))
        ) AS row;
END
$$;
