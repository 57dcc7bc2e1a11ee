namespace ConversationMemory.Data.Storage.Queries;

/// <summary>What only a look at each conversation tells.</summary>
/// <param name="Active">Live ones in which somebody wrote lately.</param>
/// <param name="MostMessages">Messages of the longest.</param>
/// <param name="MostBytes">Bytes of the largest.</param>
public sealed record ConversationCounts(int Live, int Archived, int Trashed, int Active, int MostMessages, long MostBytes);

public static class CountConversations
{
    /// <param name="db">A connection that may take a second where there are a million.</param>
    /// <param name="since">From when on a conversation counts as active.</param>
    public static Task<ConversationCounts> RunAsync(AdminDbContext db, DateTimeOffset since, CancellationToken ct) =>
        db.ValueAsync<ConversationCounts>("Storage/Queries/CountConversations", new { since }, ct);
}
