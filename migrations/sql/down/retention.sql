-- Before the tables go: what the version before cannot read must not be lost.
DO $$
BEGIN
    ALTER TABLE app.segments NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE app.conversations NO FORCE ROW LEVEL SECURITY;
    IF EXISTS (SELECT FROM app.segments) OR EXISTS (SELECT FROM app.conversations WHERE archived_at IS NOT NULL OR deleted_at IS NOT NULL) THEN
        RAISE EXCEPTION 'there are packed, archived or deleted conversations, which the version before cannot read'
            USING HINT = 'Restore the archive and empty the trash, and unpack: see docs/operations.md.';
    END IF;
    ALTER TABLE app.conversations FORCE ROW LEVEL SECURITY;
END
$$;

DROP FUNCTION app.messages_before_insert, app.messages_before_update, app.messages_after_delete, app.guard_counters, app.prune_window,
    app.apply_window, app.pick, app.pick_scope, app.resolve_policies, app.resolve_policy, app.with_own, app.policy_of, app.keep_resolved,
    app.resolve_new_agent, app.keep_has_policy, app.segments_after_insert, app.segments_after_delete, app.conversations_ledger,
    app.summaries_ledger, app.fold_ledger, app.counted, app.window_receipt_id, app.reconcile_usage, app.apply_holds, app.holds_changed,
    app.hold_new_conversation, app.keep_what_is_held, app.refuse_change, app.due_at, app.remove_conversations, app.sweep,
    app.may_end, app.rules_of, app.next_step, app.sweep_preview, app.size_of, app.begin_run, app.sweep_beside_insert, app.mark_layer,
    app.outlook, app.find_traces, app.cleans, app.begin_clean, app.clean, app.analyze_tables
    CASCADE;
DROP PROCEDURE app.run_sweep;
ALTER TABLE app.conversations DROP COLUMN packed;

DELETE FROM app.retention_policies WHERE scope <> 'system';

ALTER TABLE app.conversations SET (fillfactor = 70);
