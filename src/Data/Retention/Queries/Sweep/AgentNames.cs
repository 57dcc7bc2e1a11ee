namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>All agents, retired ones too: their conversations are still there.</summary>
public static class AgentNames
{
    public static async Task<IReadOnlyList<(Guid Id, string Name)>> RunAsync(MaintenanceDataSource database, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/AgentNames"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var agents = new List<(Guid, string)>();
        while (await reader.ReadAsync(ct)) agents.Add((reader.GetGuid(0), reader.GetString(1)));
        return agents;
    }
}
