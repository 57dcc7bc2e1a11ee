namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Conversations of another time: their rows are made older, nobody waits.</summary>
public static class Aging
{
    /// <summary>A conversation with messages that was last active so many days ago.</summary>
    public static async Task<Guid> AddStaleAsync(this TestDatabase database, Guid owner, double days, int messages = 3)
    {
        var conversation = await database.AddConversationAsync(owner);
        for (var i = 0; i < messages; i++) await database.AddMessageAsync(owner, conversation);
        await database.AgeAsync(conversation, days);
        return conversation;
    }

    /// <summary>Makes a conversation, with its steps so far, so many days older than it is.</summary>
    public static Task AgeAsync(this TestDatabase database, Guid conversation, double days) => database.RunAsync("""
        UPDATE app.conversations SET
            created_at = created_at - $2 * interval '24 hours', updated_at = updated_at - $2 * interval '24 hours',
            active_at = active_at - $2 * interval '24 hours', kept_until = kept_until - $2 * interval '24 hours',
            expires_at = expires_at - $2 * interval '24 hours', noticed_at = noticed_at - $2 * interval '24 hours',
            archived_at = archived_at - $2 * interval '24 hours', deleted_at = deleted_at - $2 * interval '24 hours'
            WHERE id = $1
        """, conversation, days);

    /// <summary>Changes the system's policy, such as <c>ttl_days = 30, notice_days = 7</c>.</summary>
    public static Task SetPolicyAsync(this TestDatabase database, string set) =>
        database.RunAsync($"UPDATE app.retention_policies SET {set} WHERE scope = 'system'");

    /// <summary><c>live</c>, <c>noticed</c>, <c>archive</c>, <c>trash</c> or <c>gone</c>.</summary>
    public static Task<string> StateOfAsync(this TestDatabase database, Guid conversation) => database.ReadAsync<string>("""
        SELECT coalesce((
            SELECT CASE WHEN deleted_at IS NOT NULL THEN 'trash' WHEN archived_at IS NOT NULL THEN 'archive' WHEN expires_at IS NOT NULL THEN 'noticed' ELSE 'live' END
            FROM app.conversations WHERE id = $1), 'gone')
        """, conversation);
}
