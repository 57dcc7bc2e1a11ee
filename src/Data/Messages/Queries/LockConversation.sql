-- Keeps the packer, and every other writer, out of a conversation until the transaction ends.
SELECT first_seq, packed_seq FROM app.conversations
    WHERE owner_id = @owner AND id = @conversation AND deleted_at IS NULL
    FOR NO KEY UPDATE;
