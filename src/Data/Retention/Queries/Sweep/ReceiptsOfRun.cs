namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>The receipts that a run has written, the first ones.</summary>
public static class ReceiptsOfRun
{
    /// <param name="run">The run.</param>
    /// <param name="since">When it began: receipts are found by their time.</param>
    /// <param name="most">At most so many.</param>
    public static async Task<IReadOnlyList<Guid>> RunAsync(
        MaintenanceDataSource database, Guid run, DateTimeOffset since, int most, CancellationToken ct) =>
        await database.QueryAsync<Guid>("Retention/Queries/Sweep/ReceiptsOfRun", new { run, since, most }, ct);
}
