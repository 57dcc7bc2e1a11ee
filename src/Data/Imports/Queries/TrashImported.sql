-- A batch of an import's conversations that nobody has continued since and no hold keeps, put where the one path of deletion takes them.
WITH going AS (
    SELECT i.conversation_id, i.source_key FROM app.imported_conversations i
    JOIN app.conversations c ON c.owner_id = i.owner_id AND c.id = i.conversation_id
    WHERE i.owner_id = @owner AND i.import_id = @import AND c.last_seq <= i.last_seq AND NOT c.held
    LIMIT @most
    FOR UPDATE OF c
), trashed AS (
    UPDATE app.conversations c SET
        deleted_at = coalesce(c.deleted_at, @now), expires_at = @now,
        ending = app.ending('import_undone', 'person', c.active_at)
        FROM going WHERE c.owner_id = @owner AND c.id = going.conversation_id
        RETURNING c.id, going.source_key
), undone AS (
    UPDATE app.import_entries e SET outcome = 'undone', title = ''
        FROM trashed WHERE e.owner_id = @owner AND e.import_id = @import AND e.source_key = trashed.source_key AND e.outcome IN ('imported', 'archived')
)
SELECT id FROM trashed;
