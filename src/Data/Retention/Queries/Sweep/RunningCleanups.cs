namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>The cleanups that are to go on, whoever began them.</summary>
public static class RunningCleanups
{
    public static async Task<IReadOnlyList<Guid>> RunAsync(MaintenanceDataSource database, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/RunningCleanups"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var runs = new List<Guid>();
        while (await reader.ReadAsync(ct)) runs.Add(reader.GetGuid(0));
        return runs;
    }
}
