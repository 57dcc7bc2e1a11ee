-- The routines of the first migration, with the triggers and policies that call them.
DROP FUNCTION app.messages_before_insert, app.messages_before_update, app.messages_after_delete, app.summaries_after_insert,
    app.touch_updated_at, app.guard_counters, app.prune_window, app.apply_window, app.member_of, app.administers, app.user_id
    CASCADE;
DROP PROCEDURE app.protect_rows;
