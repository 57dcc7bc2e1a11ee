namespace ConversationMemory.Data.Retention.Queries;

/// <summary>Brings conversations within a window that was made smaller.</summary>
public static class ApplyWindow
{
    /// <returns>How many of up to <paramref name="batch"/> conversations were brought within it.</returns>
    public static Task<int> RunAsync(MaintenanceDataSource database, int batch, CancellationToken ct) =>
        database.ValueAsync<int>("Retention/Queries/ApplyWindow", new { batch }, ct);
}
