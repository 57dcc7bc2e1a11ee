-- The packed messages of chosen segments, by primary key.
SELECT s.owner_id, s.conversation_id, s.from_seq, s.data
    FROM unnest(@owners, @conversations, @seqs) AS chosen (owner_id, id, seq)
    JOIN app.segments s ON s.owner_id = chosen.owner_id AND s.conversation_id = chosen.id AND s.from_seq = chosen.seq;
