namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="Place">A table.</param>
/// <param name="Rows">What it has of the conversations.</param>
public sealed record Trace(string Place, long Rows);

/// <summary>Looks into every table for what is left of conversations.</summary>
public static class Traces
{
    public static async Task<IReadOnlyList<Trace>> FindAsync(
        MaintenanceDataSource database, Guid owner, IEnumerable<Guid> conversations, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/Traces"));
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("conversations", conversations.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var traces = new List<Trace>();
        while (await reader.ReadAsync(ct)) traces.Add(new Trace(reader.GetString(0), reader.GetInt64(1)));
        return traces;
    }
}
