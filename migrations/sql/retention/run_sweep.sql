-- A whole sweep, committed batch by batch: for pg_cron and psql.
CREATE OR REPLACE PROCEDURE app.run_sweep(layer_ text, batch integer DEFAULT 100)
    LANGUAGE plpgsql
AS $$
DECLARE
    run uuid := gen_random_uuid();
    done record;
BEGIN
    IF (SELECT s.read_only FROM app.system_settings s) THEN
        RETURN;
    END IF;
    PERFORM app.begin_run(run, layer_);
    COMMIT;
    LOOP
        SELECT * INTO done FROM app.sweep(layer_, batch, run);
        COMMIT;
        EXIT WHEN done.handled = 0;
        -- The senders' turn.
        PERFORM pg_sleep(0.02);
    END LOOP;
    UPDATE app.cleanup_runs SET state = 'finished', finished_at = now(), heartbeat_at = now() WHERE id = run;
    COMMIT;
END
$$;
