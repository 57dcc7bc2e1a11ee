-- The one policy there was becomes the system's, which says everything.
UPDATE app.retention_policies SET
    window_messages = coalesce(window_messages, 0),
    window_action = CASE WHEN window_waits_for_summary THEN 'summarise' ELSE 'delete' END,
    ttl_days = 30, at_end = 'delete', archive_days = 0, notice_days = 7, trash_days = 7, export_first = false, keep_memories = true,
    allow_pin = true, allow_extend = true, quota_soft_megabytes = 0, quota_hard_megabytes = 0;
