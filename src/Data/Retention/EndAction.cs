namespace ConversationMemory.Data.Retention;

/// <summary>What happens to a conversation when its time is over.</summary>
public enum EndAction
{
    /// <summary>It goes to the trash, and from there for good.</summary>
    Delete,

    /// <summary>It goes to the archive.</summary>
    Archive,
}
