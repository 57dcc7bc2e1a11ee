namespace ConversationMemory.Data.Operations.Queries;

/// <summary>How many replies are being written now, by all instances.</summary>
public static class RunningReplies
{
    public static async Task<long> CountAsync(MaintenanceDataSource database, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.Source.CreateCommand(Sql.Read("Operations/Queries/RunningReplies"));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
