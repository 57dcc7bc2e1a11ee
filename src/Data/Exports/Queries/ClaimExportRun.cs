namespace ConversationMemory.Data.Exports.Queries;

/// <summary>An export that a worker has claimed.</summary>
/// <param name="Attempts">Which time it is.</param>
public sealed record ClaimedExport(Guid OwnerId, Guid Id, int Attempts);

public static class ClaimExportRun
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="now">The time.</param>
    /// <param name="patience">How long a worker may show no life.</param>
    /// <param name="ct">Ends the command.</param>
    /// <returns>Null: nothing waits.</returns>
    public static async Task<ClaimedExport?> RunAsync(MaintenanceDataSource database, DateTimeOffset now, TimeSpan patience, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Exports/Queries/ClaimExportRun"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("lost", (now - patience).ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new ClaimedExport(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2)) : null;
    }
}
