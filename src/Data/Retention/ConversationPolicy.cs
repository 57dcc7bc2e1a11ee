using ConversationMemory.Data.Conversations;

namespace ConversationMemory.Data.Retention;

/// <summary>What is set for one conversation. What a wider policy locks has no effect here.</summary>
public sealed class ConversationPolicy : RetentionRules
{
    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }
    public Guid? UpdatedBy { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    public Conversation? Conversation { get; init; }
}
