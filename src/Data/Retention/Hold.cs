namespace ConversationMemory.Data.Retention;

/// <summary>Keeps a person's conversations, or one of them, whatever else would delete it, until it is released.</summary>
public sealed class Hold
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OwnerId { get; init; }

    /// <summary>Null: all of the person's, those to come included.</summary>
    public Guid? ConversationId { get; init; }

    public required string Reason { get; init; }
    public Guid? PlacedBy { get; init; }
    public DateTimeOffset PlacedAt { get; init; }
    public Guid? ReleasedBy { get; set; }
    public DateTimeOffset? ReleasedAt { get; set; }
}
