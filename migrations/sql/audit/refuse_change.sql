-- What is written stays as it is, whoever asks.
CREATE OR REPLACE FUNCTION app.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON app.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
