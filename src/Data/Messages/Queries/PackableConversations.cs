using NpgsqlTypes;

namespace ConversationMemory.Data.Messages.Queries;

/// <param name="Whole">All of it; otherwise what has left the window.</param>
public sealed record PackableConversation(Guid OwnerId, Guid ConversationId, bool Whole);

/// <param name="ColdBefore">Conversations whose last message is older are packed.</param>
/// <param name="ActiveSince">Windows are looked at where there was a message since then.</param>
/// <param name="Least">So many messages beyond a window are packed by themselves.</param>
/// <param name="Limit">At most so many conversations.</param>
public sealed record PackingRules(DateTimeOffset ColdBefore, DateTimeOffset ActiveSince, int Least, int Limit);

public static class PackableConversations
{
    /// <param name="except">Conversations that would not be packed when they were tried.</param>
    public static async Task<IReadOnlyList<PackableConversation>> RunAsync(
        MaintenanceDataSource database, PackingRules rules, IEnumerable<Guid> except, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Messages/Queries/PackableConversations"));
        command.Parameters.AddWithValue("cold_before", rules.ColdBefore.ToUniversalTime());
        command.Parameters.AddWithValue("active_since", rules.ActiveSince.ToUniversalTime());
        command.Parameters.AddWithValue("least", rules.Least);
        command.Parameters.AddWithValue("limit", rules.Limit);
        command.Parameters.AddWithValue("except", NpgsqlDbType.Array | NpgsqlDbType.Uuid, except.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<PackableConversation>();
        while (await reader.ReadAsync(ct))
            found.Add(new PackableConversation(reader.GetGuid(0), reader.GetGuid(1), reader.GetBoolean(2)));
        return found;
    }
}
