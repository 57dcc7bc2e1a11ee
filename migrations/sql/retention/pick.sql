-- The value of a field among the policies of system, organisation and agent: the narrower one wins, unless a wider one
-- that says something is locked. pick_scope answers whose value it is.
CREATE OR REPLACE FUNCTION app.pick(field text, s anyelement, s_locked text[], o anyelement, o_locked text[], a anyelement) RETURNS anyelement
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN field = ANY (s_locked) THEN s
        WHEN o IS NOT NULL AND field = ANY (o_locked) THEN o
        ELSE coalesce(a, o, s) END
$$;
