-- The conversation that an entry of an import becomes, and the note of where it came from. While packed_seq is its last seq, messages come with
-- their own seq and change no counter. Nothing comes of it when the entry was taken already, by a worker that was thought dead.
WITH entry AS (
    UPDATE app.import_entries SET outcome = @outcome
        WHERE owner_id = @owner AND import_id = @import AND position = @position AND outcome = 'new'
        RETURNING source_key
), made AS (
    INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic, created_at, updated_at, active_at, last_seq, packed_seq)
        SELECT @owner,
            CASE WHEN EXISTS (SELECT FROM app.conversations WHERE owner_id = @owner AND id = @wanted)
                -- As a member they have it under that id already.
                OR EXISTS (SELECT FROM app.conversation_members WHERE user_id = @owner AND conversation_id = @wanted) THEN @id ELSE coalesce(@wanted, @id) END,
            @agent, @title, @title_is_automatic, @created_at, @updated_at, @active_at, @last_seq, @last_seq
        FROM entry
        RETURNING id
)
INSERT INTO app.imported_conversations (owner_id, conversation_id, import_id, source_key, last_seq)
    SELECT @owner, made.id, @import, entry.source_key, @last_seq FROM made, entry
    RETURNING conversation_id;
