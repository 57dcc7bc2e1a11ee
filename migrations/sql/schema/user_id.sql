-- The person on whose behalf this transaction works; null, and so no rows, where none was set. After a reset the
-- setting is '' and not null. Plain SQL, so that policies compare a column with it and use the primary keys.
CREATE OR REPLACE FUNCTION app.user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.user_id', true), '')::uuid;
