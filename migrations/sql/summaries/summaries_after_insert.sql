-- A summary covers messages; those that only waited for it may go now.
CREATE OR REPLACE FUNCTION app.summaries_after_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE app.conversations SET summary_seq = greatest(summary_seq, NEW.through_seq), updated_at = greatest(updated_at, NEW.created_at)
        WHERE owner_id = NEW.owner_id AND id = NEW.conversation_id;
    PERFORM app.prune_window(NEW.owner_id, NEW.conversation_id, 1);
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER summaries_after_insert AFTER INSERT ON app.summaries
    FOR EACH ROW EXECUTE FUNCTION app.summaries_after_insert();
