namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>One batch of a cleanup that an admin started.</summary>
public static class CleanBatch
{
    /// <returns>Conversations that went to the trash; null: the run is over, was stopped, or another instance is at it.</returns>
    public static async Task<int?> RunAsync(MaintenanceDataSource database, Guid run, int most, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/CleanBatch"));
        command.Parameters.AddWithValue("run", run);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("at", at.ToUniversalTime());
        return await command.ExecuteScalarAsync(ct) as int?;
    }
}
