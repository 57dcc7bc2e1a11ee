namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>What a sweep would do now, by the steps the sweep goes by.</summary>
public static class PreviewSweep
{
    /// <param name="most">Conversations it looks at, so that its time is bounded.</param>
    /// <param name="at">The time of the sweep.</param>
    /// <returns>The counts, and whether they are of everything that is due.</returns>
    public static async Task<(SweepCounts Counts, bool Whole)> RunAsync(
        MaintenanceDataSource database, int most, DateTimeOffset at, CancellationToken ct)
    {
        var row = await database.ValueAsync<Row>("Retention/Queries/Sweep/PreviewSweep", new { most, at }, ct);
        return (new SweepCounts(0, row.Noticed, row.Archived, row.Trashed, row.Deleted, row.Messages, row.Bytes), row.Whole);
    }

    private sealed record Row(int Noticed, int Archived, int Trashed, int Deleted, long Messages, long Bytes, bool Whole);
}
