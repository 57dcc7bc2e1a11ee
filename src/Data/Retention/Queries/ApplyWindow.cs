namespace ConversationMemory.Data.Retention.Queries;

/// <summary>Brings conversations within a window that was made smaller.</summary>
public static class ApplyWindow
{
    /// <returns>How many of up to <paramref name="batch"/> conversations were brought within it.</returns>
    public static async Task<int> RunAsync(MaintenanceDataSource database, int batch, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/ApplyWindow"));
        command.Parameters.AddWithValue("batch", batch);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
