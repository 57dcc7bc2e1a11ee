namespace ConversationMemory.Data.Files.Queries;

/// <summary>Removes files whose time is over, with all their parts.</summary>
public static class RemoveStoredFiles
{
    /// <returns>How many, of at most <paramref name="most"/>.</returns>
    public static async Task<int> RunAsync(MaintenanceDataSource database, DateTimeOffset now, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Files/Queries/RemoveStoredFiles"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("most", most);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
