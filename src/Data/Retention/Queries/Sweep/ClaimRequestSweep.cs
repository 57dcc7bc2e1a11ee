namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Whether it is this instance's turn to sweep after a request.</summary>
public static class ClaimRequestSweep
{
    /// <returns>True once an hour, over all instances.</returns>
    public static async Task<bool> RunAsync(MaintenanceDataSource database, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/ClaimRequestSweep"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await command.ExecuteScalarAsync(ct) is not null;
    }
}
