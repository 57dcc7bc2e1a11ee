namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Notes the beginning of a sweep, and which earlier ones were interrupted.</summary>
public static class BeginRun
{
    /// <returns>False: the portal is read-only, and nothing may be swept.</returns>
    public static async Task<bool> RunAsync(MaintenanceDataSource database, Guid run, string layer, CancellationToken ct) =>
        (await database.QueryAsync<bool>("Retention/Queries/Sweep/BeginRun", new { run, layer }, ct)).Count > 0;
}
