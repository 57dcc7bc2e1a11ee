namespace ConversationMemory.Data.Sharing.Queries;

/// <summary>Notes that a link was opened.</summary>
public static class CountView
{
    public static async Task RunAsync(MaintenanceDataSource database, FoundLink link, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Sharing/Queries/CountView"));
        command.Parameters.AddWithValue("owner", link.OwnerId);
        command.Parameters.AddWithValue("link", link.Id);
        await command.ExecuteNonQueryAsync(ct);
    }
}
