namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Removes saved copies whose time is over.</summary>
public static class RemoveSavedCopies
{
    /// <returns>How many, of at most <paramref name="most"/>.</returns>
    public static Task<int> RunAsync(MaintenanceDataSource database, DateTimeOffset now, int most, CancellationToken ct) =>
        database.ValueAsync<int>("Retention/Queries/Sweep/RemoveSavedCopies", new { now, most }, ct);
}
