namespace ConversationMemory.Services.Conversations;

/// <summary>What a person can do to conversations, to one or to many.</summary>
public enum ConversationChange
{
    /// <summary>To the trash.</summary>
    Delete,

    /// <summary>From the trash or the archive back to life.</summary>
    Restore,

    /// <summary>From the trash for good.</summary>
    Remove,

    Archive,
    Pin,
    Unpin,

    /// <summary>Another full term from now.</summary>
    Extend,
}
