-- The version before knows neither scopes nor an expiry: a key that has a limit would have none there.
ALTER TABLE app.api_keys NO FORCE ROW LEVEL SECURITY;
UPDATE app.api_keys SET revoked_at = coalesce(revoked_at, now())
    WHERE expires_at IS NOT NULL OR NOT scopes @> '{read,write,chat,memory,admin}';
UPDATE app.api_keys SET prefix = left(prefix, 16);
ALTER TABLE app.api_keys FORCE ROW LEVEL SECURITY;
