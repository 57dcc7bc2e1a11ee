namespace ConversationMemory.Data.Retention.Queries;

/// <summary>What a hold is to be placed on.</summary>
/// <param name="ConversationId">Null: all conversations of the person.</param>
public sealed record HoldTarget(Guid OwnerId, Guid? ConversationId)
{
    /// <param name="text">An email, a person's id or a conversation's id.</param>
    public static async Task<HoldTarget?> FindAsync(MaintenanceDataSource database, string text, CancellationToken ct)
    {
        // As Identity normalises it; the database's upper() may know ASCII only.
        var email = text.Normalize().ToUpperInvariant();
        var id = Guid.TryParse(text, out var parsed) ? parsed : (Guid?)null;
        return (await database.QueryAsync<HoldTarget>("Retention/Queries/HoldTarget", new { email, id }, ct)).SingleOrDefault();
    }
}
