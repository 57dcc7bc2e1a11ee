using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data.Search.Queries;

/// <summary>A message found by its words.</summary>
public sealed record MessageHit(Guid ConversationId, int Seq, string Title, string Role, string Content, DateTimeOffset CreatedAt);

public static class SearchMessages
{
    /// <param name="db">Within a transaction, whose identity decides whose messages are searched.</param>
    /// <param name="words">Lower-case words, any of which will do; at least one.</param>
    /// <param name="exceptConversation">With <paramref name="exceptSeq"/>: the message that asks.</param>
    /// <param name="exceptSeq">See <paramref name="exceptConversation"/>.</param>
    /// <param name="limit">The most hits.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<MessageHit>> RunAsync(
        AppDbContext db, IReadOnlyList<string> words, Guid exceptConversation, int exceptSeq, int limit, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("Begin a transaction first: only a transaction carries the identity.");
        await using var command = new NpgsqlCommand(
            Sql.Read("Search/Queries/SearchMessages"),
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)transaction.GetDbTransaction());
        command.Parameters.AddWithValue("words", NpgsqlDbType.Array | NpgsqlDbType.Text, words.ToArray());
        command.Parameters.AddWithValue("conversation", exceptConversation);
        command.Parameters.AddWithValue("seq", exceptSeq);
        command.Parameters.AddWithValue("limit", limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var hits = new List<MessageHit>();
        while (await reader.ReadAsync(ct))
        {
            hits.Add(new MessageHit(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return hits;
    }
}
