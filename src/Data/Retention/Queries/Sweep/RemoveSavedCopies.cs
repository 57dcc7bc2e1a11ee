namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Removes saved copies whose time is over.</summary>
public static class RemoveSavedCopies
{
    /// <returns>How many, of at most <paramref name="most"/>.</returns>
    public static async Task<int> RunAsync(MaintenanceDataSource database, DateTimeOffset now, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/RemoveSavedCopies"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("most", most);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
