using NpgsqlTypes;

namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Puts messages of a segment back into the messages table, which EF cannot: there the database gives the seq.</summary>
public static class RestoreMessages
{
    /// <param name="db">Within a transaction of the owner, who holds the conversation's lock.</param>
    /// <param name="conversation">Of the current user.</param>
    /// <param name="messages">Any number.</param>
    /// <param name="ct">Ends the command.</param>
    /// <returns>How many were put back.</returns>
    public static async Task<int> RunAsync(
        AppDbContext db, Guid conversation, IReadOnlyList<StoredMessage> messages, CancellationToken ct)
    {
        await using var command = db.Command("Storage/Queries/RestoreMessages");
        command.Parameters.AddWithValue("owner", db.CurrentUser.RequiredId);
        command.Parameters.AddWithValue("conversation", conversation);
        Add("seqs", NpgsqlDbType.Integer, m => m.Seq);
        Add("roles", NpgsqlDbType.Text, m => m.Role);
        Add("statuses", NpgsqlDbType.Text, m => m.Status);
        Add("contents", NpgsqlDbType.Text, m => m.Content);
        Add("tool_calls", NpgsqlDbType.Text, m => m.ToolCalls);
        Add("tokens", NpgsqlDbType.Integer, m => m.Tokens);
        Add("replies_to", NpgsqlDbType.Integer, m => m.ReplyTo);
        Add("models", NpgsqlDbType.Text, m => m.Model);
        Add("contexts", NpgsqlDbType.Text, m => m.Context);
        Add("errors", NpgsqlDbType.Text, m => m.Error);
        Add("authors", NpgsqlDbType.Uuid, m => m.AuthorId);
        Add("times", NpgsqlDbType.TimestampTz, m => m.CreatedAt.ToUniversalTime());
        return await command.ExecuteNonQueryAsync(ct);

        void Add<T>(string name, NpgsqlDbType type, Func<StoredMessage, T> value) =>
            command.Parameters.AddWithValue(name, NpgsqlDbType.Array | type, messages.Select(value).ToArray());
    }
}
