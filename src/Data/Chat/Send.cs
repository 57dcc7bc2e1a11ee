namespace ConversationMemory.Data.Chat;

/// <summary>A send that was accepted, by the key its sender gave it, so that repeating it sends nothing twice.</summary>
public sealed class Send
{
    public Guid OwnerId { get; init; }
    public Guid Key { get; init; }
    public Guid ConversationId { get; init; }
    public int UserSeq { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}
