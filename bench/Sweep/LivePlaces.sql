SELECT owner_id, id FROM app.conversations WHERE deleted_at IS NULL ORDER BY id LIMIT 2000;
