-- Whoever gets the row measures; another who comes meanwhile waits here, and then finds it fresh.
INSERT INTO app.storage_status AS s (id, figures, measured_at) VALUES (true, jsonb_build_object(), @now)
    ON CONFLICT (id) DO UPDATE SET measured_at = EXCLUDED.measured_at WHERE s.measured_at <= @before;
