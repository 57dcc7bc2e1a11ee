-- A row for each kind of recurring work that has none yet. What no instance knows any more goes.
WITH known AS (
    SELECT kind, due FROM unnest(@kinds::text[], @dues::timestamptz[]) AS k (kind, due)
), forgotten AS (
    DELETE FROM app.jobs WHERE owner_id = @system AND state = 'waiting' AND kind LIKE 'recurring.%' AND kind NOT IN (SELECT kind FROM known)
)
INSERT INTO app.jobs AS j (owner_id, kind, subject, not_before) SELECT @system, kind, @system, due FROM known
    -- An interval that has become shorter holds at once.
    ON CONFLICT (owner_id, kind, subject) DO UPDATE SET not_before = least(j.not_before, excluded.not_before) WHERE j.state = 'waiting' AND j.not_before > excluded.not_before;
