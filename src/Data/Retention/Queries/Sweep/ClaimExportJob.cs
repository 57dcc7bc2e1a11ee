namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>A conversation that waits for its copy, held by the worker that claimed it.</summary>
public sealed record ClaimedExportJob(Guid OwnerId, Guid ConversationId, int Attempts);

public static class ClaimExportJob
{
    /// <returns>The job, or null when none is due.</returns>
    public static async Task<ClaimedExportJob?> RunAsync(
        MaintenanceDataSource database, DateTimeOffset now, DateTimeOffset heldUntil, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/ClaimExportJob"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("held_until", heldUntil.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ClaimedExportJob(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2))
            : null;
    }
}
