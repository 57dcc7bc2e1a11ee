namespace ConversationMemory.Services.Conversations;

/// <summary>Where a conversation is in its life.</summary>
public enum ConversationState
{
    Live,

    /// <summary>Live, and its owner was given notice of its end.</summary>
    Expiring,

    Archived,

    /// <summary>In the trash.</summary>
    Deleted,

    /// <summary>Live, and somebody else's, who shares it.</summary>
    Shared,
}
