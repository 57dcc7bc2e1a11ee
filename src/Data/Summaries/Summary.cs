namespace ConversationMemory.Data.Summaries;

/// <summary>Stands for the messages up to <see cref="ThroughSeq"/>. The highest version is the current one.</summary>
public sealed class Summary
{
    public const int MaxLength = 20_000;

    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }
    public int Version { get; init; }
    public int FromSeq { get; init; }
    public int ThroughSeq { get; init; }
    public required string Content { get; init; }

    /// <summary>Tokens in <c>o200k_base</c>.</summary>
    public int Tokens { get; init; }

    public SummarySource Source { get; init; }
    public string? Model { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
