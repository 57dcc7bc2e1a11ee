namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="LiveRows">As the database estimates them.</param>
/// <param name="MayVacuum">Whether the maintenance role may.</param>
public sealed record TableState(string Name, long LiveRows, long DeadRows, DateTimeOffset? VacuumedAt, DateTimeOffset? AnalyzedAt, bool MayVacuum);

/// <summary>How much the tables that cleaning changes need to be tidied, and doing it.</summary>
public static class TableStates
{
    public static async Task<IReadOnlyList<TableState>> ReadAsync(MaintenanceDataSource database, CancellationToken ct) =>
        await database.QueryAsync<TableState>("Retention/Queries/Sweep/TableStates", null, ct);

    /// <summary>New statistics for the planner.</summary>
    public static Task AnalyzeAsync(MaintenanceDataSource database, CancellationToken ct) => RunAsync(database, "Analyze", ct);

    /// <summary>Makes the room of dead rows free for new ones. Where the maintenance role may.</summary>
    public static Task VacuumAsync(MaintenanceDataSource database, CancellationToken ct) => RunAsync(database, "Vacuum", ct);

    private static async Task RunAsync(MaintenanceDataSource database, string statement, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read($"Retention/Queries/Sweep/{statement}"));
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }
}
