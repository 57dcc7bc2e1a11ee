-- The counters belong to the triggers, and holds to admins: the web may not set them, at birth or later. Without WHEN clauses
-- on purpose: they are compiled anew for each statement, which costs a message more than the call.
CREATE OR REPLACE FUNCTION app.guard_counters() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF pg_trigger_depth() > 1 OR current_user <> 'cm_app' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF (NEW.last_seq, NEW.first_seq, NEW.message_count, NEW.total_tokens, NEW.pruned_count, NEW.pruned_seq, NEW.summary_seq,
            NEW.pinned_count, NEW.packed_seq, NEW.packed, NEW.bytes, NEW.has_policy, NEW.held)
            = (0, 1, 0, 0, 0, 0, 0, 0, 0, false, 0, false, false) THEN
            RETURN NEW;
        END IF;
    ELSIF (NEW.last_seq, NEW.first_seq, NEW.message_count, NEW.total_tokens, NEW.pruned_count, NEW.pruned_seq, NEW.summary_seq,
        NEW.pinned_count, NEW.packed_seq, NEW.packed, NEW.bytes, NEW.has_policy, NEW.held)
        = (OLD.last_seq, OLD.first_seq, OLD.message_count, OLD.total_tokens, OLD.pruned_count, OLD.pruned_seq, OLD.summary_seq,
        OLD.pinned_count, OLD.packed_seq, OLD.packed, OLD.bytes, OLD.has_policy, OLD.held) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the counters of a conversation are kept by the database'
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE OR REPLACE TRIGGER guard_counters BEFORE INSERT OR UPDATE ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.guard_counters();
