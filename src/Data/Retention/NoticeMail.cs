namespace ConversationMemory.Data.Retention;

/// <summary>When a person was last told by mail what is about to end.</summary>
public sealed class NoticeMail
{
    public Guid OwnerId { get; init; }
    public DateTimeOffset SentAt { get; set; }
}
