using System.Text.Json.Serialization;

namespace ConversationMemory.Data.Summaries;

/// <summary>
/// Stands for the messages up to <see cref="ThroughSeq"/>. The highest version is the current one. In a JSON export it is the same, but for whose it is.
/// </summary>
public sealed record Summary
{
    public const int MaxLength = 20_000;

    [JsonIgnore]
    public Guid OwnerId { get; init; }

    [JsonIgnore]
    public Guid ConversationId { get; init; }

    [JsonRequired]
    public int Version { get; init; }

    [JsonRequired]
    public int FromSeq { get; init; }

    [JsonRequired]
    public int ThroughSeq { get; init; }

    public required string Content { get; init; }

    /// <summary>Tokens in <c>o200k_base</c>.</summary>
    [JsonRequired]
    public int Tokens { get; init; }

    [JsonRequired]
    public SummarySource Source { get; init; }

    [JsonRequired]
    public string? Model { get; init; }

    [JsonRequired]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Without a word of what it says, which is nothing for logs.</summary>
    public override string ToString() => $"Summary {Version} of {ConversationId}";
}
