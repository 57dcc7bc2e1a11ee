using System.Text.Json;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>The messages of a segment as they are read everywhere else.</summary>
public static class PackedMessages
{
    /// <summary>In the order of their seq.</summary>
    public static IEnumerable<Message> Read(Segment segment) =>
        SegmentCodec.Decode(segment.Data).Messages.Select(stored => Message(segment, stored));

    /// <summary>Every version that is packed there.</summary>
    public static IEnumerable<Summary> Summaries(Segment segment) => SegmentCodec.Decode(segment.Data).Summaries;

    private static Message Message(Segment segment, StoredMessage stored) => new()
    {
        OwnerId = segment.OwnerId,
        ConversationId = segment.ConversationId,
        Seq = stored.Seq,
        Role = Enum.Parse<MessageRole>(stored.Role, ignoreCase: true),
        Status = Enum.Parse<MessageStatus>(stored.Status, ignoreCase: true),
        Content = stored.Content,
        ToolCalls = stored.ToolCalls is null ? null : JsonSerializer.Deserialize<List<ToolCall>>(stored.ToolCalls, ToolCallJson.Options),
        Tokens = stored.Tokens,
        ReplyTo = stored.ReplyTo,
        Model = stored.Model,
        Context = stored.Context,
        Error = stored.Error,
        CreatedAt = stored.CreatedAt,
        Pinned = stored.Pinned,
        AuthorId = stored.AuthorId,
    };
}
