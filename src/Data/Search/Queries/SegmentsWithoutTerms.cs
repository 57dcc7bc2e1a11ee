namespace ConversationMemory.Data.Search.Queries;

public sealed record SegmentKey(Guid OwnerId, Guid ConversationId, int FromSeq);

public static class SegmentsWithoutTerms
{
    /// <param name="after">Only what comes after it.</param>
    /// <param name="limit">At most so many.</param>
    /// <returns>None while the portal is read-only, too.</returns>
    public static async Task<IReadOnlyList<SegmentKey>> RunAsync(MaintenanceDataSource database, SegmentKey after, int limit, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Search/Queries/SegmentsWithoutTerms"));
        command.Parameters.AddWithValue("owner", after.OwnerId);
        command.Parameters.AddWithValue("conversation", after.ConversationId);
        command.Parameters.AddWithValue("seq", after.FromSeq);
        command.Parameters.AddWithValue("limit", limit);
        return await command.ListAsync(row => new SegmentKey(row.GetGuid(0), row.GetGuid(1), row.GetInt32(2)), ct);
    }
}
