namespace ConversationMemory.Data.Sharing.Queries;

/// <summary>What an open stream of a reply rests on: that this person may read this conversation.</summary>
/// <param name="PersonId">The signed-in person.</param>
/// <param name="OwnerId">Whose conversation it is.</param>
public sealed record StreamRight(Guid PersonId, Guid OwnerId, Guid ConversationId);

public static class EndedStreams
{
    /// <param name="rights">All at once, so that many streams cost no more queries than one.</param>
    /// <returns>The places in the list of those that have ended.</returns>
    public static async Task<IReadOnlyList<int>> RunAsync(MaintenanceDataSource database, IReadOnlyList<StreamRight> rights, CancellationToken ct) =>
        await database.QueryAsync<int>(
            "Sharing/Queries/EndedStreams",
            new
            {
                people = rights.Select(r => r.PersonId).ToArray(),
                owners = rights.Select(r => r.OwnerId).ToArray(),
                conversations = rights.Select(r => r.ConversationId).ToArray(),
            },
            ct);
}
