-- Whose value app.pick takes.
CREATE OR REPLACE FUNCTION app.pick_scope(field text, s_locked text[], has_o boolean, o_locked text[], has_a boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN field = ANY (s_locked) THEN 'system'
        WHEN has_o AND field = ANY (o_locked) THEN 'organisation'
        WHEN has_a THEN 'agent'
        WHEN has_o THEN 'organisation'
        ELSE 'system' END;
