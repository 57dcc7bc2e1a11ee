namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="Held">Conversations that a hold keeps out of it.</param>
public sealed record CleanupTotals(int Conversations, int Held, long Messages, long Bytes);

public sealed record CleanupRow(Guid Id, string Email, string Agent, DateTimeOffset ActiveAt, int Messages, long Bytes, bool Archived, bool Held);

/// <summary>What a cleanup would take, by the condition it goes by.</summary>
public static class PreviewCleanup
{
    public static Task<CleanupTotals> TotalsAsync(MaintenanceDataSource database, CleanupFilter filter, CancellationToken ct) =>
        database.ValueAsync<CleanupTotals>(
            "Retention/Queries/Sweep/CleanupTotals", new { filter = filter.ToJson(), before = filter.ActiveBefore }, ct);

    /// <summary>The longest inactive first.</summary>
    /// <param name="filter">What is meant.</param>
    /// <param name="after">The last row of the page before; null: from the beginning.</param>
    /// <param name="most">Rows at most.</param>
    public static async Task<IReadOnlyList<CleanupRow>> RowsAsync(
        MaintenanceDataSource database, CleanupFilter filter, (DateTimeOffset At, Guid Id)? after, int most, CancellationToken ct) =>
        await database.QueryAsync<CleanupRow>(
            "Retention/Queries/Sweep/CleanupRows",
            new { filter = filter.ToJson(), before = filter.ActiveBefore, after_at = after?.At, after_id = after?.Id, most },
            ct);
}
