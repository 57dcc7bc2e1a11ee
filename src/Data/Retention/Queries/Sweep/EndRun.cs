namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Notes that a sweep is over, or was stopped before it was.</summary>
public static class EndRun
{
    public static async Task RunAsync(MaintenanceDataSource database, Guid run, bool whole, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/EndRun"));
        command.Parameters.AddWithValue("run", run);
        command.Parameters.AddWithValue("whole", whole);
        await command.ExecuteNonQueryAsync(ct);
    }
}
