-- The counters belong to the triggers: the web may not set them, at birth or later.
CREATE FUNCTION app.refuse_counters() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the counters of a conversation are kept by the database'
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER counters_at_birth BEFORE INSERT ON app.conversations
    FOR EACH ROW
    WHEN (current_user = 'cm_app'
        AND (NEW.last_seq, NEW.first_seq, NEW.message_count, NEW.total_tokens, NEW.pruned_count, NEW.pruned_seq, NEW.summary_seq)
            IS DISTINCT FROM (0, 1, 0, 0, 0, 0, 0))
    EXECUTE FUNCTION app.refuse_counters();

CREATE TRIGGER counters_later BEFORE UPDATE ON app.conversations
    FOR EACH ROW
    WHEN (pg_trigger_depth() = 0 AND current_user = 'cm_app'
        AND (NEW.last_seq, NEW.first_seq, NEW.message_count, NEW.total_tokens, NEW.pruned_count, NEW.pruned_seq, NEW.summary_seq)
            IS DISTINCT FROM
            (OLD.last_seq, OLD.first_seq, OLD.message_count, OLD.total_tokens, OLD.pruned_count, OLD.pruned_seq, OLD.summary_seq))
    EXECUTE FUNCTION app.refuse_counters();
