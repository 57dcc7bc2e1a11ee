namespace ConversationMemory.Data.Storage.Queries;

public static class PruneWindow
{
    /// <summary>Removes what the policy lets go, before the rest is packed.</summary>
    public static Task RunAsync(MaintenanceDataSource database, PackableConversation conversation, CancellationToken ct) =>
        database.ExecuteAsync(
            "Storage/Queries/PruneWindow", new { owner = conversation.OwnerId, conversation = conversation.ConversationId }, ct);
}
