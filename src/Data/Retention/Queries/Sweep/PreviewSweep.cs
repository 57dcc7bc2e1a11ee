namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>What a sweep would do now, by the steps the sweep goes by.</summary>
public static class PreviewSweep
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="most">Conversations it looks at, so that its time is bounded.</param>
    /// <param name="at">The time of the sweep.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>The counts, and whether they are of everything that is due.</returns>
    public static async Task<(SweepCounts Counts, bool Whole)> RunAsync(
        MaintenanceDataSource database, int most, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/PreviewSweep"));
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("at", at.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var counts = SweepCounts.None with
        {
            Noticed = reader.GetInt32(0),
            Archived = reader.GetInt32(1),
            Trashed = reader.GetInt32(2),
            Deleted = reader.GetInt32(3),
            Messages = reader.GetInt64(4),
            Bytes = reader.GetInt64(5),
        };
        return (counts, reader.GetBoolean(6));
    }
}
