namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Notes that a sweep is over, or was stopped before it was.</summary>
public static class EndRun
{
    public static Task RunAsync(MaintenanceDataSource database, Guid run, bool whole, CancellationToken ct) =>
        database.ExecuteAsync("Retention/Queries/Sweep/EndRun", new { run, whole }, ct);
}
