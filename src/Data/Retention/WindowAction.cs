namespace ConversationMemory.Data.Retention;

/// <summary>What happens to a message that leaves the window.</summary>
public enum WindowAction
{
    /// <summary>It waits, unseen, until a summary covers it, and is deleted then.</summary>
    Summarise,

    /// <summary>It is packed, and can be read in the conversation's history.</summary>
    Archive,

    /// <summary>It is deleted.</summary>
    Delete,
}
