namespace ConversationMemory.Data.Sharing.Queries;

/// <summary>What an open stream of a reply rests on: that this person may read this conversation.</summary>
/// <param name="PersonId">The signed-in person.</param>
/// <param name="OwnerId">Whose conversation it is.</param>
public sealed record StreamRight(Guid PersonId, Guid OwnerId, Guid ConversationId);

public static class EndedStreams
{
    /// <param name="database">The maintenance role's connections: the rights are many people's.</param>
    /// <param name="rights">All at once, so that many streams cost no more queries than one.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>The places in the list of those that have ended.</returns>
    public static async Task<IReadOnlyList<int>> RunAsync(MaintenanceDataSource database, IReadOnlyList<StreamRight> rights, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Sharing/Queries/EndedStreams"));
        command.Parameters.AddWithValue("people", rights.Select(r => r.PersonId).ToArray());
        command.Parameters.AddWithValue("owners", rights.Select(r => r.OwnerId).ToArray());
        command.Parameters.AddWithValue("conversations", rights.Select(r => r.ConversationId).ToArray());
        return await command.ListAsync(row => row.GetInt32(0), ct);
    }
}
