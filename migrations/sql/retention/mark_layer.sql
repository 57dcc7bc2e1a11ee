-- Notes that a layer has run. The web may not write the table itself; and nobody waits for somebody who notes the same.
CREATE OR REPLACE FUNCTION app.mark_layer(layer_ text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE app.sweep_layers SET last_run_at = now()
        WHERE name = (SELECT name FROM app.sweep_layers WHERE name = layer_ FOR NO KEY UPDATE SKIP LOCKED);
END
$$;
