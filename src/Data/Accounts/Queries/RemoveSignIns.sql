-- What an account has beside its conversations, with a receipt for it. Not for what a hold keeps, and with the account's row only if
-- no hold keeps anything.
WITH held AS MATERIALIZED (
    SELECT u.held OR EXISTS (SELECT FROM app.conversations c WHERE c.owner_id = u.id) AS anything FROM app.users u WHERE u.id = @owner
), keys AS (DELETE FROM app.api_keys WHERE owner_id = @owner RETURNING pg_column_size(api_keys.*) AS size),
logins AS (DELETE FROM app.user_logins WHERE user_id = @owner RETURNING pg_column_size(user_logins.*) AS size),
tokens AS (DELETE FROM app.user_tokens WHERE user_id = @owner RETURNING pg_column_size(user_tokens.*) AS size),
claims AS (DELETE FROM app.user_claims WHERE user_id = @owner RETURNING pg_column_size(user_claims.*) AS size),
memberships AS (DELETE FROM app.organisation_members WHERE user_id = @owner RETURNING pg_column_size(organisation_members.*) AS size),
shared AS (DELETE FROM app.conversation_members WHERE user_id = @owner RETURNING pg_column_size(conversation_members.*) AS size),
files AS (DELETE FROM app.stored_files WHERE owner_id = @owner RETURNING length AS size),
imports AS (DELETE FROM app.imports WHERE owner_id = @owner RETURNING pg_column_size(imports.*) AS size),
exports AS (DELETE FROM app.exports WHERE owner_id = @owner RETURNING pg_column_size(exports.*) AS size),
searches AS (DELETE FROM app.saved_searches WHERE owner_id = @owner RETURNING pg_column_size(saved_searches.*) AS size),
templates AS (DELETE FROM app.templates WHERE owner_id = @owner RETURNING pg_column_size(templates.*) AS size),
mails AS (DELETE FROM app.notice_mails WHERE owner_id = @owner RETURNING pg_column_size(notice_mails.*) AS size),
copies AS (
    DELETE FROM app.saved_copies s WHERE s.owner_id = @owner
        AND NOT EXISTS (SELECT FROM app.conversations c WHERE c.owner_id = s.owner_id AND c.id = s.conversation_id)
        AND NOT (SELECT u.held FROM app.users u WHERE u.id = @owner)
        RETURNING length(s.data) AS size
), counted AS (
    SELECT 'api_keys' AS kind, count(*) AS rows, coalesce(sum(size), 0) AS bytes FROM keys
    UNION ALL SELECT 'user_logins', count(*), coalesce(sum(size), 0) FROM logins
    UNION ALL SELECT 'user_tokens', count(*), coalesce(sum(size), 0) FROM tokens
    UNION ALL SELECT 'user_claims', count(*), coalesce(sum(size), 0) FROM claims
    UNION ALL SELECT 'organisation_members', count(*), coalesce(sum(size), 0) FROM memberships
    UNION ALL SELECT 'conversation_members', count(*), coalesce(sum(size), 0) FROM shared
    UNION ALL SELECT 'stored_files', count(*), coalesce(sum(size), 0)::bigint FROM files
    UNION ALL SELECT 'imports', count(*), coalesce(sum(size), 0) FROM imports
    UNION ALL SELECT 'exports', count(*), coalesce(sum(size), 0) FROM exports
    UNION ALL SELECT 'saved_searches', count(*), coalesce(sum(size), 0) FROM searches
    UNION ALL SELECT 'templates', count(*), coalesce(sum(size), 0) FROM templates
    UNION ALL SELECT 'notice_mails', count(*), coalesce(sum(size), 0) FROM mails
    UNION ALL SELECT 'saved_copies', count(*), coalesce(sum(size), 0) FROM copies
    UNION ALL SELECT 'users', 1, pg_column_size(u.*) FROM app.users u WHERE u.id = @owner AND NOT (SELECT anything FROM held)
), receipted AS (
    INSERT INTO app.receipts (owner_id, id, cause, layer, rule, counts, at)
        SELECT @owner, gen_random_uuid(), 'account', 'person', '{}',
            jsonb_object_agg(kind, jsonb_build_object('rows', rows, 'bytes', bytes)), now()
        FROM counted WHERE rows > 0 HAVING count(*) > 0
)
SELECT anything AS "Value" FROM held;
