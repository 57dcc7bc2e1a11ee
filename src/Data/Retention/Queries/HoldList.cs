namespace ConversationMemory.Data.Retention.Queries;

/// <summary>A hold with the names admins know people by.</summary>
/// <param name="Email">Null: the account is gone since.</param>
/// <param name="ClosedAt">Since when the account waits, closed, for the hold's release.</param>
public sealed record ListedHold(
    Guid OwnerId, Guid Id, Guid? ConversationId, string Reason, DateTimeOffset PlacedAt, DateTimeOffset? ReleasedAt,
    string? Email, DateTimeOffset? ClosedAt, string? PlacedBy, string? ReleasedBy);

public static class HoldList
{
    /// <param name="active">Those that hold now; else those that were released.</param>
    /// <param name="id">This one only; null: all.</param>
    /// <param name="most">At most so many, the newest ones.</param>
    public static async Task<IReadOnlyList<ListedHold>> RunAsync(
        MaintenanceDataSource database, bool active, Guid? id, int most, CancellationToken ct) =>
        await database.QueryAsync<ListedHold>("Retention/Queries/HoldList", new { active, id, most }, ct);
}
