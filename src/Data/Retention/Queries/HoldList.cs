using NpgsqlTypes;

namespace ConversationMemory.Data.Retention.Queries;

/// <summary>A hold with the names admins know people by.</summary>
/// <param name="Email">Null: the account is gone since.</param>
/// <param name="ClosedAt">Since when the account waits, closed, for the hold's release.</param>
public sealed record ListedHold(
    Guid OwnerId, Guid Id, Guid? ConversationId, string Reason, DateTimeOffset PlacedAt, DateTimeOffset? ReleasedAt,
    string? Email, DateTimeOffset? ClosedAt, string? PlacedBy, string? ReleasedBy);

public static class HoldList
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="active">Those that hold now; else those that were released.</param>
    /// <param name="id">This one only; null: all.</param>
    /// <param name="most">At most so many, the newest ones.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<ListedHold>> RunAsync(
        MaintenanceDataSource database, bool active, Guid? id, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/HoldList"));
        command.Parameters.AddWithValue("active", active);
        command.Parameters.AddWithValue("id", NpgsqlDbType.Uuid, (object?)id ?? DBNull.Value);
        command.Parameters.AddWithValue("most", most);
        return await command.ListAsync(row => new ListedHold(
            row.GetGuid(0), row.GetGuid(1), row.Maybe<Guid>(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4),
            row.Maybe<DateTimeOffset>(5), row.MaybeText(6), row.Maybe<DateTimeOffset>(7), row.MaybeText(8), row.MaybeText(9)), ct);
    }
}
