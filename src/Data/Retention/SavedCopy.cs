namespace ConversationMemory.Data.Retention;

/// <summary>An export written before its conversation was deleted. It outlives the conversation.</summary>
public sealed class SavedCopy
{
    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid ConversationId { get; init; }

    /// <summary><c>md</c> or <c>json</c>.</summary>
    public required string Format { get; init; }

    public required string Title { get; init; }

    /// <summary>UTF-8, compressed with Brotli.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Bytes before compression.</summary>
    public int Length { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
