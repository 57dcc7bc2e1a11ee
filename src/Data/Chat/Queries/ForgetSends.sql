DELETE FROM app.sends WHERE created_at < @before;
