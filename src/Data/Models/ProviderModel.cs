namespace ConversationMemory.Data.Models;

/// <summary>What is known of a provider's model. Of one that is not listed the best is assumed.</summary>
public sealed record ProviderModel
{
    public required string Name { get; init; }

    /// <summary>The most tokens of question and answer together; null: not known.</summary>
    public int? ContextLength { get; init; }

    /// <summary>It can call tools; without, an agent's tools are not offered to it.</summary>
    public bool Tools { get; init; } = true;

    /// <summary>It takes a system message; without, instructions go at the beginning of the person's first message.</summary>
    public bool SystemRole { get; init; } = true;

    /// <summary>It looks at pictures. Noted for later: no pictures are sent yet.</summary>
    public bool Vision { get; init; }
}
