namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="Place">A table.</param>
/// <param name="Rows">What it has of the conversations.</param>
public sealed record Trace(string Place, long Rows);

/// <summary>Looks into every table for what is left of conversations.</summary>
public static class Traces
{
    public static async Task<IReadOnlyList<Trace>> FindAsync(
        MaintenanceDataSource database, Guid owner, IEnumerable<Guid> conversations, CancellationToken ct) =>
        await database.QueryAsync<Trace>("Retention/Queries/Sweep/Traces", new { owner, conversations = conversations.ToArray() }, ct);
}
