namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Transactions of the app role in somebody else's conversation, as the app opens them.</summary>
public static class GuestSessions
{
    public static async Task<AppSession> AsGuestAsync(
        this TestDatabase database, Guid owner, Guid conversation, Guid? member = null, Guid? link = null)
    {
        var session = await database.AsAsync(owner);
        await session.RunAsync($"SET LOCAL app.guest_conversation = '{conversation}'");
        if (member is { } id) await session.RunAsync($"SET LOCAL app.guest_id = '{id}'");
        if (link is { } shared) await session.RunAsync($"SET LOCAL app.link_id = '{shared}'");
        return session;
    }

    public static Task<int> InviteAsync(this TestDatabase database, Guid owner, Guid conversation, Guid person, string role) => database.RunAsync(
        "INSERT INTO app.conversation_members (owner_id, conversation_id, user_id, role) VALUES ($1, $2, $3, $4)", owner, conversation, person, role);

    /// <summary>Adds a live link to the messages of a range, that ends in an hour.</summary>
    public static async Task<Guid> ShareAsync(this TestDatabase database, Guid owner, Guid conversation, int from, int through)
    {
        var id = Guid.CreateVersion7();
        await database.RunAsync("""
            INSERT INTO app.share_links (owner_id, id, conversation_id, token_hash, token_protected, kind, title, from_seq, through_seq, with_tools, expires_at)
            VALUES ($1, $2, $3, sha256($2::text::bytea), 'x', 'live', 'Talk', $4, $5, false, now() + interval '1 hour')
            """, owner, id, conversation, from, through);
        return id;
    }
}
