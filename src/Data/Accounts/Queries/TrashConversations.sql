-- Gives up replies on their way, and puts what no hold keeps into the trash, from where alone conversations are removed.
WITH given_up AS (DELETE FROM app.replies WHERE owner_id = @owner)
UPDATE app.conversations SET deleted_at = coalesce(deleted_at, now())
    WHERE owner_id = @owner AND NOT held
    RETURNING id AS "Value";
