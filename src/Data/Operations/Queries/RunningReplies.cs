namespace ConversationMemory.Data.Operations.Queries;

/// <summary>How many replies are being written now, by all instances.</summary>
public static class RunningReplies
{
    public static Task<long> CountAsync(MaintenanceDataSource database, CancellationToken ct) =>
        database.ValueAsync<long>("Operations/Queries/RunningReplies", null, ct);
}
