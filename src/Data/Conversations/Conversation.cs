namespace ConversationMemory.Data.Conversations;

/// <summary>A conversation of one owner with one agent. The database keeps every counter; see docs/architecture.md.</summary>
public sealed class Conversation
{
    public const int MaxTitleLength = 200;

    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AgentId { get; set; }
    public required string Title { get; set; }

    /// <summary>True until a person names it: the model may then find a better title.</summary>
    public bool TitleIsAutomatic { get; set; } = true;

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When the conversation last rose to the top of its owner's list.</summary>
    public DateTimeOffset ActiveAt { get; private set; }

    /// <summary>The newest seq ever given.</summary>
    public int LastSeq { get; private set; }

    /// <summary>The oldest seq a reader sees; what lies before has left the window.</summary>
    public int FirstSeq { get; private set; }

    /// <summary>Messages a reader sees.</summary>
    public int MessageCount { get; private set; }

    /// <summary>Sum of the tokens of the messages a reader sees.</summary>
    public long TotalTokens { get; private set; }

    /// <summary>Messages that have left the window.</summary>
    public int PrunedCount { get; private set; }

    /// <summary>Everything up to here is gone from the table.</summary>
    public int PrunedSeq { get; private set; }

    /// <summary>Everything up to here is covered by the current summary.</summary>
    public int SummarySeq { get; private set; }
}
