namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Whether it is this instance's turn to sweep after a request.</summary>
public static class ClaimRequestSweep
{
    /// <returns>True once an hour, over all instances.</returns>
    public static async Task<bool> RunAsync(MaintenanceDataSource database, DateTimeOffset now, CancellationToken ct) =>
        await database.ExecuteAsync("Retention/Queries/Sweep/ClaimRequestSweep", new { now }, ct) > 0;
}
