-- What is left of a conversation, by table: for the proof that nothing is. Looks into every table of the schema that names
-- conversations, those of later versions too; receipts and the audit log name it on purpose, and saved copies outlive it.
CREATE OR REPLACE FUNCTION app.find_traces(owner uuid, conversation uuid) RETURNS TABLE (place text, rows bigint)
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    candidate record;
BEGIN
    FOR candidate IN
        SELECT c.table_name::text AS name, c.column_name::text AS field FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'app' AND t.table_type = 'BASE TABLE'
            AND (c.column_name = 'conversation_id' OR (c.table_name = 'conversations' AND c.column_name = 'id'))
            AND c.table_name NOT IN ('holds', 'saved_copies')
        ORDER BY 1
    LOOP
        place := candidate.name;
        EXECUTE format('SELECT count(*) FROM app.%I WHERE owner_id = $1 AND %I = $2', candidate.name, candidate.field)
            INTO rows USING owner, conversation;
        RETURN NEXT;
    END LOOP;
END
$$;
