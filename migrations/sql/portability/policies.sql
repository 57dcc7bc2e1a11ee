-- Row security of what came with exports, imports, sharing, search and templates.
CALL app.protect_rows('app.conversation_members', 'owner_id');
CALL app.protect_rows('app.share_links', 'owner_id');
CALL app.protect_rows('app.stored_files', 'owner_id');
CALL app.protect_rows('app.stored_file_parts', 'owner_id');
CALL app.protect_rows('app.exports', 'owner_id');
CALL app.protect_rows('app.imports', 'owner_id');
CALL app.protect_rows('app.import_entries', 'owner_id');
CALL app.protect_rows('app.imported_conversations', 'owner_id');
CALL app.protect_rows('app.saved_searches', 'owner_id');
CALL app.protect_rows('app.templates', 'owner_id');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.conversation_members, app.share_links, app.stored_files, app.stored_file_parts, app.exports,
    app.imports, app.import_entries, app.imported_conversations, app.saved_searches, app.templates TO cm_app;

-- A member sees their own invitations, and leaves by removing them.
CREATE POLICY shared_select ON app.conversation_members FOR SELECT USING (user_id = app.user_id() AND app.guest_conversation() IS NULL);
CREATE POLICY shared_delete ON app.conversation_members FOR DELETE USING (user_id = app.user_id() AND app.guest_conversation() IS NULL);

-- Members find and list what is shared with them without being confined to one conversation. Whose own rows they are is asked first: they must not
-- pay for the look at memberships, which costs a query each.
CREATE POLICY shared_select ON app.conversations FOR SELECT
    USING (owner_id <> app.user_id() AND deleted_at IS NULL AND app.guest_conversation() IS NULL AND app.member_role(owner_id, id) IS NOT NULL);
CREATE POLICY shared_select ON app.messages FOR SELECT
    USING (owner_id <> app.user_id() AND app.guest_conversation() IS NULL AND app.member_role(owner_id, conversation_id) IS NOT NULL);
CREATE POLICY shared_select ON app.segments FOR SELECT
    USING (owner_id <> app.user_id() AND app.guest_conversation() IS NULL AND app.member_role(owner_id, conversation_id) IS NOT NULL);
CREATE POLICY shared_select ON app.summaries FOR SELECT
    USING (owner_id <> app.user_id() AND app.guest_conversation() IS NULL AND app.member_role(owner_id, conversation_id) IS NOT NULL);

-- What is offered to the whole organisation.
CREATE POLICY shared_select ON app.templates FOR SELECT
    USING (organisation_id IS NOT NULL AND app.guest_conversation() IS NULL AND app.member_of(organisation_id));

-- What guests may. Counters, window and ledger move by the triggers of a writer's message, and by nothing else a guest does.
CALL app.admit_guests('app.conversations', 'owner_id',
    reads => 'deleted_at IS NULL AND app.guest_may(owner_id, id, false)',
    updates => 'pg_trigger_depth() > 0 AND app.guest_may(owner_id, id, true)');
CALL app.admit_guests('app.messages', 'owner_id',
    reads => 'app.guest_may(owner_id, conversation_id, false, seq)',
    inserts => 'role = ''user'' AND author_id = app.guest_id() AND app.guest_may(owner_id, conversation_id, true)',
    deletes => 'CASE WHEN pg_trigger_depth() > 0 THEN app.guest_may(owner_id, conversation_id, true) ELSE app.guest_asked(owner_id, conversation_id, reply_to) END');
CALL app.admit_guests('app.segments', 'owner_id', reads => 'app.guest_may(owner_id, conversation_id, false)');
CALL app.admit_guests('app.summaries', 'owner_id', reads => 'app.guest_id() IS NOT NULL AND app.guest_may(owner_id, conversation_id, false)');
-- Replies run as the owner, and ask for summaries after them.
CALL app.admit_guests('app.summary_jobs', 'owner_id');
CALL app.admit_guests('app.replies', 'owner_id',
    reads => 'app.guest_may(owner_id, conversation_id, false, user_seq)',
    inserts => 'app.guest_asked(owner_id, conversation_id, user_seq)',
    updates => 'app.guest_asked(owner_id, conversation_id, user_seq)');
CALL app.admit_guests('app.sends', 'owner_id',
    reads => 'app.guest_may(owner_id, conversation_id, true)',
    inserts => 'app.guest_may(owner_id, conversation_id, true)');
CALL app.admit_guests('app.conversation_policies', 'owner_id', reads => 'app.guest_may(owner_id, conversation_id, false)');
CALL app.admit_guests('app.conversation_members', 'owner_id', reads => 'app.guest_id() IS NOT NULL AND conversation_id = app.guest_conversation()');
CALL app.admit_guests('app.share_links', 'owner_id', reads => 'id = app.link_id()');
CALL app.admit_guests('app.ledger_entries', 'owner_id', inserts => 'pg_trigger_depth() > 0');
-- The owner's quota binds what members write.
CALL app.admit_guests('app.usage', 'owner_id', reads => 'app.guest_id() IS NOT NULL AND app.guest_may(owner_id, app.guest_conversation(), false)');
-- By it agents are seen; see member_of.
CALL app.admit_guests('app.organisation_members', 'user_id', reads => 'app.guest_may(user_id, app.guest_conversation(), false)');
CALL app.admit_guests('app.users', 'id');
CALL app.admit_guests('app.user_claims', 'user_id');
CALL app.admit_guests('app.user_logins', 'user_id');
CALL app.admit_guests('app.user_tokens', 'user_id');
CALL app.admit_guests('app.api_keys', 'owner_id');
CALL app.admit_guests('app.export_jobs', 'owner_id');
CALL app.admit_guests('app.saved_copies', 'owner_id');
CALL app.admit_guests('app.receipts', 'owner_id');
CALL app.admit_guests('app.holds', 'owner_id');
CALL app.admit_guests('app.notice_mails', 'owner_id');

-- A guest in an admin's conversation is no admin.
ALTER POLICY admins_insert ON app.agents WITH CHECK (app.administers(organisation_id) AND app.guest_conversation() IS NULL);
ALTER POLICY admins_update ON app.agents USING (app.administers(organisation_id) AND app.guest_conversation() IS NULL);
ALTER POLICY admins_delete ON app.agents USING (app.administers(organisation_id) AND app.guest_conversation() IS NULL);

-- What is offered to the whole organisation, its admins offer.
ALTER POLICY own_insert ON app.templates WITH CHECK (
    owner_id = app.user_id() AND app.guest_conversation() IS NULL AND (organisation_id IS NULL OR app.administers(organisation_id)));
ALTER POLICY own_update ON app.templates WITH CHECK (
    owner_id = app.user_id() AND app.guest_conversation() IS NULL AND (organisation_id IS NULL OR app.administers(organisation_id)));
