namespace ConversationMemory.Services.Chat;

/// <summary>What a reply's row says to its writer.</summary>
public enum ReplyState
{
    Wanted,
    StopRequested,

    /// <summary>The conversation was deleted or its question edited: nobody will read the reply.</summary>
    Gone,
}
