using ConversationMemory.Data.Messages;
using NpgsqlTypes;

namespace ConversationMemory.Data.Search.Queries;

/// <param name="ToolCalls">JSON, where it was asked for and there is some.</param>
public sealed record UnpackedMessage(Guid OwnerId, Guid ConversationId, int Seq, MessageRole Role, string Content, DateTimeOffset CreatedAt, string? ToolCalls);

public static class UnpackedMessages
{
    /// <param name="db">Within a transaction, whose identity decides what is seen.</param>
    /// <param name="conversations">Which ones.</param>
    /// <param name="withTools">Whether the calls of tools are wanted.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<UnpackedMessage>> RunAsync(
        AppDbContext db, IReadOnlyList<SearchedConversation> conversations, bool withTools, CancellationToken ct)
    {
        if (conversations.Count == 0) return [];
        await using var command = db.Command("Search/Queries/UnpackedMessages");
        command.Parameters.AddWithValue("owners", NpgsqlDbType.Array | NpgsqlDbType.Uuid, conversations.Select(c => c.OwnerId).ToArray());
        command.Parameters.AddWithValue("conversations", NpgsqlDbType.Array | NpgsqlDbType.Uuid, conversations.Select(c => c.Id).ToArray());
        command.Parameters.AddWithValue("after", NpgsqlDbType.Array | NpgsqlDbType.Integer, conversations.Select(c => c.PackedSeq).ToArray());
        command.Parameters.AddWithValue("first", NpgsqlDbType.Array | NpgsqlDbType.Integer, conversations.Select(c => c.FirstSeq).ToArray());
        command.Parameters.AddWithValue("with_tools", withTools);
        return await command.ListAsync(row => new UnpackedMessage(
            row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), Enum.Parse<MessageRole>(row.GetString(3), ignoreCase: true), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5), row.MaybeText(6)), ct);
    }
}
