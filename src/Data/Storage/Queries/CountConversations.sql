-- One pass over all conversations: for the background alone.
SELECT
    count(*) FILTER (WHERE archived_at IS NULL AND deleted_at IS NULL)::integer AS "Live",
    count(*) FILTER (WHERE archived_at IS NOT NULL AND deleted_at IS NULL)::integer AS "Archived",
    count(*) FILTER (WHERE deleted_at IS NOT NULL)::integer AS "Trashed",
    count(*) FILTER (WHERE active_at > @since AND archived_at IS NULL AND deleted_at IS NULL)::integer AS "Active",
    coalesce(max(message_count), 0) AS "MostMessages",
    -- With what the ledger counts for the conversation itself.
    coalesce(max(bytes) + 400, 0) AS "MostBytes"
    FROM app.conversations;
