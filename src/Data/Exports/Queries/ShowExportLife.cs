namespace ConversationMemory.Data.Exports.Queries;

/// <summary>Shows that a claimed export is still worked on.</summary>
public static class ShowExportLife
{
    public static async Task RunAsync(MaintenanceDataSource database, ClaimedExport claimed, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        await using var command = database.Source.CreateCommand(Sql.Read("Exports/Queries/ShowExportLife"));
        command.Parameters.AddWithValue("owner", claimed.OwnerId);
        command.Parameters.AddWithValue("id", claimed.Id);
        command.Parameters.AddWithValue("attempts", claimed.Attempts);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);
    }
}
