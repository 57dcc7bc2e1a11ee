namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Messages that are not packed.</summary>
/// <param name="WithTools">Those for which tools were called.</param>
/// <param name="Seen">All that were looked at.</param>
public sealed record ToolMessages(long WithTools, long Seen);

public static class CountToolMessages
{
    /// <param name="db">The connection.</param>
    /// <param name="percent">How much of the table is read; 100: all of it.</param>
    public static Task<ToolMessages> RunAsync(AdminDbContext db, double percent, CancellationToken ct) =>
        db.ValueAsync<ToolMessages>("Storage/Queries/CountToolMessages", new { percent }, ct);
}
