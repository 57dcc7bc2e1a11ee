using NpgsqlTypes;

namespace ConversationMemory.Data.Audit.Queries;

/// <summary>Which entries to read; null: any.</summary>
/// <param name="Action">Such as <c>policy.changed</c>.</param>
/// <param name="Person">Part of the email of who did it, or to whom it was done.</param>
/// <param name="Since">At or after.</param>
/// <param name="Until">Before.</param>
public sealed record AuditFilter(string? Action = null, string? Person = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null);

/// <summary>An entry with the names admins know people by.</summary>
/// <param name="Actor">Null: the app itself, or an account that is gone.</param>
/// <param name="Target">The name of what it was done to: a person's email, an agent's or organisation's name; null where it is gone.</param>
/// <param name="Detail">JSON.</param>
public sealed record ListedEntry(
    long Id, DateTimeOffset At, string Action, string? Actor, Guid? ActorId, string? TargetKind, string? TargetId, string? Target, string Detail);

public static class AuditTrail
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="before">The last id of the page before; null: the first page.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<ListedEntry>> RunAsync(
        MaintenanceDataSource database, AuditFilter filter, long? before, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Audit/Queries/AuditTrail"));
        command.Parameters.AddWithValue("before", NpgsqlDbType.Bigint, (object?)before ?? DBNull.Value);
        command.Parameters.AddWithValue("action", NpgsqlDbType.Text, (object?)filter.Action ?? DBNull.Value);
        command.Parameters.AddWithValue("person", NpgsqlDbType.Text, (object?)filter.Person ?? DBNull.Value);
        command.Parameters.AddWithValue("since", NpgsqlDbType.TimestampTz, (object?)filter.Since?.ToUniversalTime() ?? DBNull.Value);
        command.Parameters.AddWithValue("until", NpgsqlDbType.TimestampTz, (object?)filter.Until?.ToUniversalTime() ?? DBNull.Value);
        command.Parameters.AddWithValue("most", most);
        return await command.ListAsync(row => new ListedEntry(
            row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.MaybeText(3), row.Maybe<Guid>(4),
            row.MaybeText(5), row.MaybeText(6), row.MaybeText(7), row.GetString(8)), ct);
    }
}
