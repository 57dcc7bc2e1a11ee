namespace ConversationMemory.Data.Storage;

/// <summary>A change of what a person holds with an agent. Triggers write them; now and then they are added to <see cref="Usage"/>.</summary>
public sealed class LedgerEntry
{
    public Guid OwnerId { get; init; }
    public Guid AgentId { get; init; }
    public int Conversations { get; init; }
    public int Messages { get; init; }
    public long Bytes { get; init; }

    /// <summary>Messages that were removed because they had left the window.</summary>
    public int PrunedMessages { get; init; }

    public long PrunedBytes { get; init; }
}
