namespace ConversationMemory.Data.Storage.Queries;

/// <param name="Whole">All of it; otherwise what has left the window.</param>
public sealed record PackableConversation(Guid OwnerId, Guid ConversationId, bool Whole);

/// <param name="ColdBefore">Conversations whose last message is older are packed.</param>
/// <param name="ActiveSince">Windows are looked at where there was a message since then.</param>
/// <param name="Least">So many messages beyond a window are packed by themselves.</param>
/// <param name="Limit">At most so many conversations.</param>
public sealed record PackingRules(DateTimeOffset ColdBefore, DateTimeOffset ActiveSince, int Least, int Limit);

public static class PackableConversations
{
    /// <param name="except">Conversations that would not be packed when they were tried.</param>
    public static async Task<IReadOnlyList<PackableConversation>> RunAsync(
        MaintenanceDataSource database, PackingRules rules, IEnumerable<Guid> except, CancellationToken ct) =>
        await database.QueryAsync<PackableConversation>(
            "Storage/Queries/PackableConversations",
            new
            {
                cold_before = rules.ColdBefore,
                active_since = rules.ActiveSince,
                least = rules.Least,
                limit = rules.Limit,
                except = except.ToArray(),
            },
            ct);
}
