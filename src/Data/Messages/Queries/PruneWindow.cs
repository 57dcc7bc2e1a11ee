namespace ConversationMemory.Data.Messages.Queries;

public static class PruneWindow
{
    /// <summary>Removes what the policy lets go, before the rest is packed.</summary>
    public static async Task RunAsync(MaintenanceDataSource database, PackableConversation conversation, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Messages/Queries/PruneWindow"));
        command.Parameters.AddWithValue("owner", conversation.OwnerId);
        command.Parameters.AddWithValue("conversation", conversation.ConversationId);
        await command.ExecuteNonQueryAsync(ct);
    }
}
