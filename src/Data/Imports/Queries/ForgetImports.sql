-- What imports listed goes after a while, because it holds titles of conversations that may be gone by then. What was undone or failed goes whole.
WITH entries AS (
    DELETE FROM app.import_entries e USING app.imports i
        WHERE i.owner_id = e.owner_id AND i.id = e.import_id AND i.finished_at < @before AND NOT (SELECT read_only FROM app.system_settings)
)
DELETE FROM app.imports i
    WHERE i.finished_at < @before AND i.state IN ('undone', 'failed') AND NOT (SELECT read_only FROM app.system_settings)
        AND NOT EXISTS (SELECT FROM app.imported_conversations c WHERE c.owner_id = i.owner_id AND c.import_id = i.id);
