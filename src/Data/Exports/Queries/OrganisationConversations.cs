namespace ConversationMemory.Data.Exports.Queries;

/// <param name="Email">Of its owner.</param>
public sealed record OrganisationConversation(Guid OwnerId, Guid Id, string Email);

/// <summary>Which conversations an organisation has; not what is in them.</summary>
public static class OrganisationConversations
{
    public static async Task<IReadOnlyList<OrganisationConversation>> RunAsync(
        MaintenanceDataSource database, Guid organisation, (Guid Owner, Guid Id) after, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Exports/Queries/OrganisationConversations"));
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("after_owner", after.Owner);
        command.Parameters.AddWithValue("after_id", after.Id);
        command.Parameters.AddWithValue("most", most);
        return await command.ListAsync(row => new OrganisationConversation(row.GetGuid(0), row.GetGuid(1), row.GetString(2)), ct);
    }
}
