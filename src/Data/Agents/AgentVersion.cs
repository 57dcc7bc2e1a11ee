namespace ConversationMemory.Data.Agents;

/// <summary>An agent as it was saved once. Written with the change and never changed: replies name the version they were made with.</summary>
public sealed class AgentVersion
{
    public Guid AgentId { get; init; }

    /// <summary>1 is the agent as it was made.</summary>
    public int Version { get; init; }

    public required AgentSettings Settings { get; init; }

    /// <summary>Who saved it; null: it came with the app, or was there before versions were kept.</summary>
    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
