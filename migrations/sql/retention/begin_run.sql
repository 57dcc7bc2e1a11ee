-- Notes the beginning of a run, and that sweeps whose last batch is minutes ago were interrupted: they have done whole batches,
-- and this one goes on where they stopped.
CREATE OR REPLACE FUNCTION app.begin_run(run uuid, layer_ text) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE app.cleanup_runs SET state = 'stopped', finished_at = heartbeat_at
        WHERE state = 'running' AND filter IS NULL AND heartbeat_at < now() - interval '2 minutes';
    INSERT INTO app.cleanup_runs (id, layer, state, selected, noticed, archived, trashed, deleted, messages, bytes)
        VALUES (run, layer_, 'running', 0, 0, 0, 0, 0, 0, 0);
    PERFORM app.mark_layer(layer_);
END
$$;
