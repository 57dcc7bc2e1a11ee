-- Messages with their seq: out of a segment, or out of a file. The columns are those of the record.
INSERT INTO app.messages (owner_id, conversation_id, {columns})
    SELECT @owner, @conversation, {columns} FROM unnest({values}) AS m ({columns})
    ORDER BY seq;
