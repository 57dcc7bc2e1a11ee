namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>The tables whose rows belong to one person, and a row of each.</summary>
public static class OwnerTables
{
    public static readonly IReadOnlyList<(string Table, string Column)> All =
    [
        ("users", "id"), ("user_claims", "user_id"), ("user_logins", "user_id"), ("user_tokens", "user_id"),
        ("organisation_members", "user_id"), ("api_keys", "owner_id"), ("conversations", "owner_id"), ("messages", "owner_id"),
        ("replies", "owner_id"), ("sends", "owner_id"), ("summaries", "owner_id"), ("jobs", "owner_id"),
        ("conversation_policies", "owner_id"), ("segments", "owner_id"), ("saved_copies", "owner_id"),
        ("receipts", "owner_id"), ("ledger_entries", "owner_id"), ("usage", "owner_id"), ("holds", "owner_id"), ("notice_mails", "owner_id"),
        ("conversation_members", "owner_id"), ("share_links", "owner_id"), ("stored_files", "owner_id"), ("stored_file_parts", "owner_id"),
        ("exports", "owner_id"), ("imports", "owner_id"), ("import_entries", "owner_id"), ("imported_conversations", "owner_id"),
        ("saved_searches", "owner_id"), ("templates", "owner_id"),
    ];

    public static readonly Guid DefaultAgent = new("01900000-0000-7000-8000-0000000000a1");

    /// <summary>Adds a person with nothing of their own yet.</summary>
    public static async Task<Guid> AddPersonAsync(this TestDatabase database, string name, string role = "member")
    {
        var id = Guid.CreateVersion7();
        await database.RunAsync("""
            INSERT INTO app.users (id, email, user_name, normalized_email, normalized_user_name, email_confirmed,
                phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            VALUES ($1, $2, $2, upper($2), upper($2), false, false, false, true, 0)
            """, id, $"{name}-{id:N}@example.org");
        await database.RunAsync("""
            INSERT INTO app.organisation_members (organisation_id, user_id, role)
            VALUES ('01900000-0000-7000-8000-000000000001', $1, $2)
            """, id, role);
        return id;
    }

    /// <summary>Adds a conversation without messages.</summary>
    public static async Task<Guid> AddConversationAsync(this TestDatabase database, Guid owner)
    {
        var id = Guid.CreateVersion7();
        await database.RunAsync(
            "INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic) VALUES ($1, $2, $3, 'Talk', true)",
            owner, id, DefaultAgent);
        return id;
    }

    /// <summary>Adds a message, by the role that sees everything.</summary>
    public static Task AddMessageAsync(this TestDatabase database, Guid owner, Guid conversation, string role = "user", int tokens = 1) =>
        database.RunAsync("""
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
            VALUES ($1, $2, $3, 'complete', 'Something said', $4)
            """, owner, conversation, role, tokens);

    /// <summary>Gives a person a row in every table of <see cref="All"/>.</summary>
    /// <returns>The conversation.</returns>
    public static async Task<Guid> FillAsync(this TestDatabase database, Guid owner)
    {
        var conversation = await database.AddConversationAsync(owner);
        await database.RunAsync("INSERT INTO app.user_claims (user_id, claim_type, claim_value) VALUES ($1, 'a', 'b')", owner);
        await database.RunAsync("INSERT INTO app.user_logins (login_provider, provider_key, user_id) VALUES ('x', $2, $1)", owner, owner.ToString());
        await database.RunAsync("INSERT INTO app.user_tokens (user_id, login_provider, name, value) VALUES ($1, 'x', 'y', 'z')", owner);
        await database.RunAsync("INSERT INTO app.api_keys (owner_id, id, name, prefix, hash, scopes) VALUES ($1, $2, 'k', 'cm_', $3, '{read,write,chat,memory,admin}')",
            owner, Guid.CreateVersion7(), Guid.NewGuid().ToByteArray());
        await database.AddMessageAsync(owner, conversation);
        await database.RunAsync("""
            INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
            VALUES ($1, $2, 1, $2, 'So far', now(), now(), false)
            """, owner, conversation);
        await database.RunAsync("INSERT INTO app.sends (owner_id, key, conversation_id, user_seq, created_at) VALUES ($1, $2, $2, 1, now())",
            owner, conversation);
        await database.RunAsync("""
            INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at)
            VALUES ($1, $2, 1, 1, 1, 'Likes blue', 3, 'extractive', now())
            """, owner, conversation);
        await database.RunAsync("INSERT INTO app.jobs (owner_id, kind, subject, not_before) VALUES ($1, 'summary', $2, 'infinity')", owner, conversation);
        await database.FillRetentionAsync(owner, conversation);
        await database.FillPortabilityAsync(owner, conversation);
        return conversation;
    }

    private static async Task FillPortabilityAsync(this TestDatabase database, Guid owner, Guid conversation)
    {
        var friend = await database.AddPersonAsync("friend");
        await database.RunAsync(
            "INSERT INTO app.conversation_members (owner_id, conversation_id, user_id, role) VALUES ($1, $2, $3, 'reader')", owner, conversation, friend);
        await database.RunAsync("""
            INSERT INTO app.share_links (owner_id, id, conversation_id, token_hash, token_protected, kind, title, from_seq, with_tools, expires_at)
            VALUES ($1, $2, $2, decode(md5($2::text), 'hex'), 'x', 'live', 'Talk', 1, false, 'infinity')
            """, owner, conversation);
        await database.RunAsync("""
            INSERT INTO app.stored_files (owner_id, id, name, content_type, length, complete, expires_at)
            VALUES ($1, $2, 'all.zip', 'application/zip', 1, true, 'infinity')
            """, owner, conversation);
        await database.RunAsync("INSERT INTO app.stored_file_parts (owner_id, file_id, number, \"offset\", data) VALUES ($1, $2, 0, 0, 'x')", owner, conversation);
        await database.RunAsync("INSERT INTO app.exports (owner_id, id, request, state, done, attempts) VALUES ($1, $2, '{}', 'done', 0, 0)", owner, conversation);
        await database.RunAsync("INSERT INTO app.imports (owner_id, id, file_name, state, done) VALUES ($1, $2, 'a.json', 'done', 0)", owner, conversation);
        await database.RunAsync("""
            INSERT INTO app.import_entries (owner_id, import_id, position, title, messages, branches, outcome) VALUES ($1, $2, 0, 'Talk', 1, 0, 'imported')
            """, owner, conversation);
        await database.RunAsync("""
            INSERT INTO app.imported_conversations (owner_id, conversation_id, import_id, source_key, last_seq) VALUES ($1, $2, $2, decode(md5($2::text), 'hex'), 1)
            """, owner, conversation);
        await database.RunAsync("INSERT INTO app.saved_searches (owner_id, id, name, query) VALUES ($1, $2, $3, 'q=blue')", owner, conversation, $"Blue {conversation}");
        await database.RunAsync("""
            INSERT INTO app.templates (owner_id, id, name, description, agent_id, messages) VALUES ($1, $2, 'Greeting', '', $3, '[]')
            """, owner, conversation, DefaultAgent);
    }

    private static async Task FillRetentionAsync(this TestDatabase database, Guid owner, Guid conversation)
    {
        await database.RunAsync("INSERT INTO app.conversation_policies (owner_id, conversation_id, ttl_days) VALUES ($1, $2, 9)", owner, conversation);
        await database.RunAsync("INSERT INTO app.jobs (owner_id, kind, subject, not_before) VALUES ($1, 'saved_copy', $2, 'infinity')", owner, conversation);
        await database.RunAsync("""
            INSERT INTO app.saved_copies (owner_id, id, conversation_id, format, title, data, length) VALUES ($1, $2, $2, 'md', 'Talk', 'x', 1)
            """, owner, conversation);
        await database.RunAsync("INSERT INTO app.receipts (owner_id, id, cause, layer) VALUES ($1, $2, 'ttl', 'schedule')", owner, conversation);
        await database.RunAsync("INSERT INTO app.usage (owner_id, agent_id, conversations, messages, bytes) VALUES ($1, $2, 1, 1, 1)", owner, DefaultAgent);
        await database.RunAsync("INSERT INTO app.holds (owner_id, id, reason, released_at) VALUES ($1, $2, 'Asked for', now())", owner, conversation);
        await database.RunAsync("INSERT INTO app.notice_mails (owner_id, sent_at) VALUES ($1, now())", owner);
        var packed = await database.AddConversationAsync(owner);
        await database.AddMessageAsync(owner, packed);
        await database.RunAsync("""
            INSERT INTO app.segments (owner_id, conversation_id, from_seq, through_seq, message_count, unpacked_bytes, data)
            VALUES ($1, $2, 1, 1, 1, 1, 'x')
            """, owner, packed);
    }
}
