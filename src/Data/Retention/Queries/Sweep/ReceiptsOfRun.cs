namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>The receipts that a run has written, the first ones.</summary>
public static class ReceiptsOfRun
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="run">The run.</param>
    /// <param name="since">When it began: receipts are found by their time.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<Guid>> RunAsync(
        MaintenanceDataSource database, Guid run, DateTimeOffset since, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/ReceiptsOfRun"));
        command.Parameters.AddWithValue("run", run);
        command.Parameters.AddWithValue("since", since.ToUniversalTime());
        command.Parameters.AddWithValue("most", most);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var receipts = new List<Guid>();
        while (await reader.ReadAsync(ct)) receipts.Add(reader.GetGuid(0));
        return receipts;
    }
}
