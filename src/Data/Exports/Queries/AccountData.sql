-- What an account owns beside its conversations, as one JSON document; secrets aside. As the person, under row security.
SELECT jsonb_build_object(
    'schema', 'conversationmemory.account/1',
    'account', (SELECT jsonb_build_object('id', u.id, 'email', u.email, 'created_at', u.created_at) FROM app.users u WHERE u.id = @owner),
    'memberships', (SELECT coalesce(jsonb_agg(to_jsonb(m) - 'user_id' ORDER BY m.organisation_id), '[]') FROM app.organisation_members m WHERE m.user_id = @owner),
    'api_keys', (SELECT coalesce(jsonb_agg(to_jsonb(k) - '{owner_id,hash}'::text[] ORDER BY k.id), '[]') FROM app.api_keys k WHERE k.owner_id = @owner),
    'conversations', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'pinned_at', c.pinned_at, 'kept_until', c.kept_until, 'expires_at', c.expires_at,
            'noticed_at', c.noticed_at, 'archived_at', c.archived_at, 'deleted_at', c.deleted_at, 'held', c.held, 'ending', c.ending) ORDER BY c.id), '[]')
        FROM app.conversations c WHERE c.owner_id = @owner),
    'conversation_policies', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'owner_id' ORDER BY p.conversation_id), '[]') FROM app.conversation_policies p WHERE p.owner_id = @owner),
    'members_of_conversations', (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.conversation_id, m.user_id), '[]') FROM app.conversation_members m
        WHERE m.owner_id = @owner OR m.user_id = @owner),
    'share_links', (SELECT coalesce(jsonb_agg(to_jsonb(l) - '{owner_id,token_hash,token_protected,passphrase_hash,data}'::text[]
        || jsonb_build_object('has_passphrase', l.passphrase_hash IS NOT NULL) ORDER BY l.id), '[]') FROM app.share_links l WHERE l.owner_id = @owner),
    'templates', (SELECT coalesce(jsonb_agg(to_jsonb(t) - 'owner_id' ORDER BY t.id), '[]') FROM app.templates t WHERE t.owner_id = @owner),
    'saved_searches', (SELECT coalesce(jsonb_agg(to_jsonb(s) - 'owner_id' ORDER BY s.id), '[]') FROM app.saved_searches s WHERE s.owner_id = @owner),
    'saved_copies', (SELECT coalesce(jsonb_agg(to_jsonb(c) - '{owner_id,data}'::text[] ORDER BY c.id), '[]') FROM app.saved_copies c WHERE c.owner_id = @owner),
    'files', (SELECT coalesce(jsonb_agg(to_jsonb(f) - 'owner_id' ORDER BY f.id), '[]') FROM app.stored_files f WHERE f.owner_id = @owner),
    'exports', (SELECT coalesce(jsonb_agg(to_jsonb(e) - '{owner_id,place}'::text[] ORDER BY e.id), '[]') FROM app.exports e WHERE e.owner_id = @owner),
    'imports', (SELECT coalesce(jsonb_agg(to_jsonb(i) - 'owner_id' || jsonb_build_object('entries', (
            SELECT coalesce(jsonb_agg(to_jsonb(n) - '{owner_id,import_id,source_key}'::text[] ORDER BY n.position), '[]')
            FROM app.import_entries n WHERE n.owner_id = i.owner_id AND n.import_id = i.id)) ORDER BY i.id), '[]')
        FROM app.imports i WHERE i.owner_id = @owner),
    'usage', (SELECT coalesce(jsonb_agg(to_jsonb(u) - 'owner_id' ORDER BY u.agent_id), '[]') FROM app.usage u WHERE u.owner_id = @owner),
    'receipts', (SELECT coalesce(jsonb_agg(to_jsonb(r) - 'owner_id' ORDER BY r.at, r.id), '[]') FROM app.receipts r WHERE r.owner_id = @owner))::text;
