using NpgsqlTypes;

namespace ConversationMemory.Data.Search.Queries;

public static class SegmentData
{
    /// <param name="db">Within a transaction, whose identity decides what is seen.</param>
    /// <param name="segments">Which ones.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>The data of each that is still there.</returns>
    public static async Task<IReadOnlyDictionary<(Guid Owner, Guid Conversation, int FromSeq), byte[]>> RunAsync(
        AppDbContext db, IReadOnlyList<FilteredSegment> segments, CancellationToken ct)
    {
        if (segments.Count == 0) return new Dictionary<(Guid, Guid, int), byte[]>();
        await using var command = db.Command("Search/Queries/SegmentData");
        command.Parameters.AddWithValue("owners", NpgsqlDbType.Array | NpgsqlDbType.Uuid, segments.Select(s => s.OwnerId).ToArray());
        command.Parameters.AddWithValue("conversations", NpgsqlDbType.Array | NpgsqlDbType.Uuid, segments.Select(s => s.ConversationId).ToArray());
        command.Parameters.AddWithValue("seqs", NpgsqlDbType.Array | NpgsqlDbType.Integer, segments.Select(s => s.FromSeq).ToArray());
        var rows = await command.ListAsync(row => (row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3)), ct);
        return rows.ToDictionary(row => (row.Item1, row.Item2, row.Item3), row => row.Item4);
    }
}
