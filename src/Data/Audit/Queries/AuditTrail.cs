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
    /// <param name="filter">Which ones.</param>
    /// <param name="before">The last id of the page before; null: the first page.</param>
    /// <param name="most">At most so many.</param>
    public static async Task<IReadOnlyList<ListedEntry>> RunAsync(
        MaintenanceDataSource database, AuditFilter filter, long? before, int most, CancellationToken ct) =>
        await database.QueryAsync<ListedEntry>(
            "Audit/Queries/AuditTrail",
            new { before, action = filter.Action, person = filter.Person, since = filter.Since, until = filter.Until, most },
            ct);
}
