namespace ConversationMemory.Data.Sharing.Queries;

/// <summary>Notes that a link was opened.</summary>
public static class CountView
{
    public static Task RunAsync(MaintenanceDataSource database, FoundLink link, CancellationToken ct) =>
        database.ExecuteAsync("Sharing/Queries/CountView", new { owner = link.OwnerId, link = link.Id }, ct);
}
