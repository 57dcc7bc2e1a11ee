namespace ConversationMemory.Data.Conversations.Queries;

/// <summary>Removes conversations of one person that are in the trash for good, and leaves the receipt.</summary>
public static class RemoveConversations
{
    /// <summary>Runs within the transaction of <paramref name="db"/>; those on hold stay.</summary>
    /// <param name="cause">As in the receipt.</param>
    /// <param name="layer">Who does it, as in the receipt.</param>
    /// <param name="rule">JSON for the receipt.</param>
    /// <returns>How many were removed.</returns>
    public static Task<int> RunAsync(
        AppDbContext db, Guid owner, IReadOnlyCollection<Guid> ids, string cause, string layer, string rule, CancellationToken ct) =>
        db.ValueAsync<int>("Conversations/Queries/RemoveConversations", new { owner, ids = ids.ToArray(), cause, layer, rule }, ct);
}
