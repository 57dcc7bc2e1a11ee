-- The sweep within a send: a few of the writer's own conversations, and never the send's trouble.
CREATE OR REPLACE FUNCTION app.sweep_beside_insert(owner uuid) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    -- Only where row security leaves the writer's own: whoever sees all rows would sweep everybody's here, and a guest nothing.
    IF owner IS DISTINCT FROM app.user_id() OR app.guest_conversation() IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM app.sweep('insert', 10);
    PERFORM app.mark_layer('insert');
EXCEPTION WHEN OTHERS THEN
    RAISE LOG 'the sweep beside an insert failed: %', SQLSTATE;
END
$$;
