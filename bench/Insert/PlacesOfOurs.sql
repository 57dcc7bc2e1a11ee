SELECT DISTINCT ON (owner_id) owner_id, id FROM app.conversations ORDER BY owner_id, active_at DESC
