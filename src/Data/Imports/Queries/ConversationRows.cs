using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Data.Imports.Queries;

/// <summary>A conversation as its rows will be, whose ever it becomes.</summary>
public sealed record ConversationRows
{
    /// <summary>Kept where it is free; null: it gets one.</summary>
    public Guid? Id { get; init; }

    public required string Title { get; init; }
    public bool TitleIsAutomatic { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset ActiveAt { get; init; }
    public int LastSeq { get; init; }
    public int FirstSeq { get; init; }
    public int MessageCount { get; init; }
    public int PinnedCount { get; init; }
    public long TotalTokens { get; init; }
    public int PrunedCount { get; init; }
    public int PrunedSeq { get; init; }
    public int SummarySeq { get; init; }
    public required IReadOnlyList<MessageRecord> Messages { get; init; }
    public required IReadOnlyList<Summary> Summaries { get; init; }

    /// <summary>It goes to the archive at once.</summary>
    public bool IsOld { get; init; }

    /// <summary>Messages of it have left the window because of its agent's policy.</summary>
    public bool IsTrimmed { get; init; }
}
