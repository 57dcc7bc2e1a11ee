namespace ConversationMemory.Data.Sharing;

/// <summary>Somebody who was invited into another person's conversation.</summary>
public sealed class ConversationMember
{
    /// <summary>The conversation's owner, who keeps every right over its retention and deletion.</summary>
    public Guid OwnerId { get; init; }

    public Guid ConversationId { get; init; }
    public Guid UserId { get; init; }
    public MemberRole Role { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

public enum MemberRole
{
    /// <summary>Sees the conversation.</summary>
    Reader,

    /// <summary>Writes in it as well, under their own name.</summary>
    Writer,
}
