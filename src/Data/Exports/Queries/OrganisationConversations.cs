namespace ConversationMemory.Data.Exports.Queries;

/// <param name="Email">Of its owner.</param>
public sealed record OrganisationConversation(Guid OwnerId, Guid Id, string Email);

/// <summary>Which conversations an organisation has; not what is in them.</summary>
public static class OrganisationConversations
{
    public static async Task<IReadOnlyList<OrganisationConversation>> RunAsync(
        MaintenanceDataSource database, Guid organisation, (Guid Owner, Guid Id) after, int most, CancellationToken ct) =>
        await database.QueryAsync<OrganisationConversation>(
            "Exports/Queries/OrganisationConversations", new { organisation, after_owner = after.Owner, after_id = after.Id, most }, ct);
}
