-- Once: while it stands, nothing comes of another.
INSERT INTO app.storage_alerts (id, level, bytes, budget, raised_at) VALUES (@id, @level, @bytes, @budget, @now)
    ON CONFLICT (level) WHERE cleared_at IS NULL DO NOTHING;
