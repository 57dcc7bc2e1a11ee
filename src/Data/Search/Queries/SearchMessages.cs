using ConversationMemory.Data.Chat;
using NpgsqlTypes;

namespace ConversationMemory.Data.Search.Queries;

/// <summary>A message found by its words.</summary>
public sealed record MessageHit(Guid ConversationId, int Seq, string Title, string Role, string Content, DateTimeOffset CreatedAt);

/// <param name="Words">Lower-case words, any of which will do; at least one.</param>
/// <param name="ExceptConversation">With <paramref name="ExceptSeq"/>: the message that asks.</param>
/// <param name="Limit">The most hits.</param>
public sealed record MessageQuestion(IReadOnlyList<string> Words, Guid ExceptConversation, int ExceptSeq, int Limit);

public static class SearchMessages
{
    /// <param name="db">Within a transaction, whose identity decides whose messages are searched.</param>
    /// <param name="question">What to find.</param>
    /// <param name="packed">Packed messages with any of the words, which are ranked among the others.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<MessageHit>> RunAsync(
        AppDbContext db, MessageQuestion question, IReadOnlyList<Message> packed, CancellationToken ct)
    {
        await using var command = db.Command("Search/Queries/SearchMessages");
        Add("words", NpgsqlDbType.Text, question.Words.ToArray());
        Add("conversations", NpgsqlDbType.Uuid, packed.Select(m => m.ConversationId).ToArray());
        Add("seqs", NpgsqlDbType.Integer, packed.Select(m => m.Seq).ToArray());
        Add("roles", NpgsqlDbType.Text, packed.Select(m => m.Role.ToString().ToLowerInvariant()).ToArray());
        Add("contents", NpgsqlDbType.Text, packed.Select(m => m.Content).ToArray());
        Add("times", NpgsqlDbType.TimestampTz, packed.Select(m => m.CreatedAt).ToArray());
        command.Parameters.AddWithValue("conversation", question.ExceptConversation);
        command.Parameters.AddWithValue("seq", question.ExceptSeq);
        command.Parameters.AddWithValue("limit", question.Limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var hits = new List<MessageHit>();
        while (await reader.ReadAsync(ct))
        {
            hits.Add(new MessageHit(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return hits;

        void Add<T>(string name, NpgsqlDbType type, T[] values) => command.Parameters.AddWithValue(name, NpgsqlDbType.Array | type, values);
    }
}
