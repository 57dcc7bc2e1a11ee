-- Whether nobody is at work on a live or archived conversation that is due: no reply is being written, and no copy.
CREATE OR REPLACE FUNCTION app.may_end(c app.conversations) RETURNS boolean
    LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM app.jobs j WHERE j.owner_id = c.owner_id AND j.kind = 'saved_copy' AND j.subject = c.id)
        AND NOT EXISTS (SELECT FROM app.replies r WHERE r.owner_id = c.owner_id AND r.conversation_id = c.id);
END
$$;
