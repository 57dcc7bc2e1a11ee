namespace ConversationMemory.Data.Messages;

/// <summary>Messages of a conversation packed together. While a segment stands, its messages are not in the messages table.</summary>
public sealed class Segment
{
    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }
    public int FromSeq { get; init; }
    public int ThroughSeq { get; init; }
    public int MessageCount { get; init; }

    /// <summary>What its messages took in the messages table, in bytes.</summary>
    public long UnpackedBytes { get; init; }

    /// <summary>The messages as JSON, compressed with Brotli.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Which words occur in it, coarsely: docs/search.md. Null: not known, and it has to be read.</summary>
    public byte[]? Terms { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
