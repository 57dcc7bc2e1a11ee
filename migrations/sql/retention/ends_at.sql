-- When a live conversation goes to the archive or the trash by a policy: when its time is over, but not before its notice is; null: never. The notice
-- ends at expires_at; one that was not given yet is given at from_. The one place that says so.
CREATE OR REPLACE FUNCTION app.ends_at(due_at timestamptz, expires_at timestamptz, notice_days integer, from_ timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN due_at IS NOT NULL THEN greatest(due_at, coalesce(expires_at, from_ + notice_days * interval '24 hours')) END;
