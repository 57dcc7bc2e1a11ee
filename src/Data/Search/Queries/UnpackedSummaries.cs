using NpgsqlTypes;

namespace ConversationMemory.Data.Search.Queries;

public sealed record UnpackedSummary(Guid OwnerId, Guid ConversationId, string Content, DateTimeOffset CreatedAt);

public static class UnpackedSummaries
{
    /// <param name="db">Within a transaction, whose identity decides what is seen.</param>
    /// <param name="conversations">Which ones.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<UnpackedSummary>> RunAsync(
        AppDbContext db, IReadOnlyList<SearchedConversation> conversations, CancellationToken ct)
    {
        if (conversations.Count == 0) return [];
        await using var command = db.Command("Search/Queries/UnpackedSummaries");
        command.Parameters.AddWithValue("owners", NpgsqlDbType.Array | NpgsqlDbType.Uuid, conversations.Select(c => c.OwnerId).ToArray());
        command.Parameters.AddWithValue("conversations", NpgsqlDbType.Array | NpgsqlDbType.Uuid, conversations.Select(c => c.Id).ToArray());
        return await command.ListAsync(row => new UnpackedSummary(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)), ct);
    }
}
