using Npgsql;

namespace ConversationMemory.Data.Storage.Queries;

/// <param name="Messages">In the order of their seq.</param>
/// <param name="Bytes">What their rows take.</param>
public sealed record StoredPart(IReadOnlyList<StoredMessage> Messages, long Bytes);

/// <summary>Reads rows of the messages table for packing.</summary>
public static class StoredMessages
{
    /// <param name="db">Within a transaction of the owner.</param>
    /// <param name="conversation">Of the current user.</param>
    /// <param name="range">Only what comes after one seq, up to the other.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<StoredPart> RunAsync(
        AppDbContext db, Guid conversation, (int After, int Through) range, int limit, CancellationToken ct)
    {
        await using var command = db.Command("Storage/Queries/StoredMessages");
        command.Parameters.AddWithValue("owner", db.CurrentUser.RequiredId);
        command.Parameters.AddWithValue("conversation", conversation);
        command.Parameters.AddWithValue("after", range.After);
        command.Parameters.AddWithValue("through", range.Through);
        command.Parameters.AddWithValue("limit", limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var messages = new List<StoredMessage>();
        var bytes = 0L;
        while (await reader.ReadAsync(ct))
        {
            messages.Add(Message(reader));
            bytes += reader.GetInt32(12);
        }

        return new StoredPart(messages, bytes);
    }

    private static StoredMessage Message(NpgsqlDataReader row) => new()
    {
        Seq = row.GetInt32(0),
        Role = row.GetString(1),
        Status = row.GetString(2),
        Content = row.GetString(3),
        ToolCalls = Text(row, 4),
        Tokens = row.GetInt32(5),
        ReplyTo = row.IsDBNull(6) ? null : row.GetInt32(6),
        Model = Text(row, 7),
        Context = Text(row, 8),
        Error = Text(row, 9),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(10),
        Pinned = row.GetBoolean(11),
        AuthorId = row.IsDBNull(13) ? null : row.GetGuid(13),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
