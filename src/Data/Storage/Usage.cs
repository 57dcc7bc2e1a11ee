namespace ConversationMemory.Data.Storage;

/// <summary>What a person holds with an agent, without the ledger entries that are still to be added.</summary>
public sealed class Usage
{
    public Guid OwnerId { get; init; }
    public Guid AgentId { get; init; }

    /// <summary>In the archive and in the trash too.</summary>
    public int Conversations { get; init; }

    /// <summary>Messages a reader sees.</summary>
    public long Messages { get; init; }

    /// <summary>Bytes of its rows, indexes and free room aside.</summary>
    public long Bytes { get; init; }
}
