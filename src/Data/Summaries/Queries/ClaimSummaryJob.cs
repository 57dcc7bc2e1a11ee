namespace ConversationMemory.Data.Summaries.Queries;

/// <summary>A job that is held by the worker that claimed it.</summary>
public sealed record ClaimedSummaryJob(Guid OwnerId, Guid ConversationId, int Attempts);

public static class ClaimSummaryJob
{
    /// <returns>The job, or null when none is due.</returns>
    public static async Task<ClaimedSummaryJob?> RunAsync(
        MaintenanceDataSource database, DateTimeOffset now, DateTimeOffset heldUntil, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Summaries/Queries/ClaimSummaryJob"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("held_until", heldUntil.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ClaimedSummaryJob(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2))
            : null;
    }
}
