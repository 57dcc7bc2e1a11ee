UPDATE app.conversations SET packed_seq = 0 WHERE owner_id = @owner AND id = @conversation;
UPDATE app.messages SET pinned = true WHERE owner_id = @owner AND conversation_id = @conversation AND seq = ANY (@pinned);
