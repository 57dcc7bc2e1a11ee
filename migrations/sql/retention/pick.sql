-- The value of a field among the policies of system, organisation and agent: the narrower one wins, unless a wider one
-- that says something is locked. pick_scope answers whose value it is.
CREATE FUNCTION app.pick(field text, s anyelement, s_locked text[], o anyelement, o_locked text[], a anyelement) RETURNS anyelement
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN field = ANY (s_locked) THEN s
        WHEN o IS NOT NULL AND field = ANY (o_locked) THEN o
        ELSE coalesce(a, o, s) END
$$;

CREATE FUNCTION app.pick_scope(field text, s_locked text[], has_o boolean, o_locked text[], has_a boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN field = ANY (s_locked) THEN 'system'
        WHEN has_o AND field = ANY (o_locked) THEN 'organisation'
        WHEN has_a THEN 'agent'
        WHEN has_o THEN 'organisation'
        ELSE 'system' END;
