using NpgsqlTypes;

namespace ConversationMemory.Data.Search.Queries;

/// <param name="Terms">Null: packed before there were filters.</param>
/// <param name="Bytes">What it takes packed.</param>
public sealed record FilteredSegment(Guid OwnerId, Guid ConversationId, int FromSeq, int ThroughSeq, int MessageCount, byte[]? Terms, int Bytes);

public static class SegmentFilters
{
    /// <param name="db">Within a transaction of the person.</param>
    /// <param name="conversations">Whose segments are wanted; others may come as well.</param>
    /// <param name="all">They are most of what the person has.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<FilteredSegment>> RunAsync(
        AppDbContext db, IReadOnlyList<SearchedConversation> conversations, bool all, CancellationToken ct)
    {
        var person = db.CurrentUser.RequiredId;
        var others = conversations.Where(c => c.OwnerId != person).ToList();
        await using var command = db.Command("Search/Queries/SegmentFilters");
        command.Parameters.AddWithValue("person", person);
        command.Parameters.AddWithValue("all", all);
        Add("own", all ? [] : conversations.Where(c => c.OwnerId == person).Select(c => c.Id));
        Add("owners", others.Select(c => c.OwnerId));
        Add("conversations", others.Select(c => c.Id));
        return await command.ListAsync(row => new FilteredSegment(
            row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5), row.GetInt32(6)), ct);

        void Add(string name, IEnumerable<Guid> ids) => command.Parameters.AddWithValue(name, NpgsqlDbType.Array | NpgsqlDbType.Uuid, ids.ToArray());
    }
}
