namespace ConversationMemory.Data.Chat.Queries;

/// <summary>A reply whose instance has died, to be ended on its owner's behalf.</summary>
public sealed record AbandonedReply(Guid OwnerId, Guid ConversationId, int UserSeq);

public static class AbandonedReplies
{
    /// <param name="database">The maintenance role's connections: the replies are of many owners.</param>
    /// <param name="before">Replies with a heartbeat since then are alive.</param>
    /// <param name="instance">This instance knows its own replies to be alive.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<AbandonedReply>> RunAsync(
        MaintenanceDataSource database, DateTimeOffset before, Guid instance, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Chat/Queries/AbandonedReplies"));
        command.Parameters.AddWithValue("before", before.ToUniversalTime());
        command.Parameters.AddWithValue("instance", instance);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var replies = new List<AbandonedReply>();
        while (await reader.ReadAsync(ct))
            replies.Add(new AbandonedReply(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2)));
        return replies;
    }
}
