namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Raises an alert unless one of its level stands.</summary>
public static class RaiseAlert
{
    /// <returns>True: it is new.</returns>
    public static async Task<bool> RunAsync(AdminDbContext db, StorageAlert alert, CancellationToken ct) =>
        await db.ExecuteAsync(
            "Storage/Queries/RaiseAlert",
            new { id = alert.Id, level = alert.Level, bytes = alert.Bytes, budget = alert.Budget, now = alert.RaisedAt },
            ct) > 0;
}
