namespace ConversationMemory.Data.Files.Queries;

/// <summary>Removes files whose time is over, with all their parts.</summary>
public static class RemoveStoredFiles
{
    /// <returns>How many, of at most <paramref name="most"/>.</returns>
    public static Task<int> RunAsync(MaintenanceDataSource database, DateTimeOffset now, int most, CancellationToken ct) =>
        database.ValueAsync<int>("Files/Queries/RemoveStoredFiles", new { now, most }, ct);
}
