namespace ConversationMemory.Data.Conversations;

/// <summary>A conversation of one owner with one agent. The database keeps every counter; see docs/architecture.md.</summary>
public sealed class Conversation
{
    public const int MaxTitleLength = 200;

    /// <summary>The query filter that leaves out the archive and the trash.</summary>
    public const string LiveFilter = "live";

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

    /// <summary>Pinned messages that a reader sees though they have left the window; counted in <see cref="MessageCount"/>.</summary>
    public int PinnedCount { get; private set; }

    /// <summary>What is kept up to here is packed in segments.</summary>
    public int PackedSeq { get; private set; }

    /// <summary>Bytes of its rows, what waits behind the window included; indexes aside.</summary>
    public long Bytes { get; private set; }

    /// <summary>True while a policy of its own is set.</summary>
    public bool HasPolicy { get; private set; }

    /// <summary>True while a hold keeps it.</summary>
    public bool Held { get; private set; }

    /// <summary>Since when it is pinned; a pinned conversation has no end, where the policy allows pins.</summary>
    public DateTimeOffset? PinnedAt { get; set; }

    /// <summary>It lives until then at least, because somebody extended or restored it.</summary>
    public DateTimeOffset? KeptUntil { get; set; }

    /// <summary>
    /// When the next step happens. A live conversation has it from its notice on; in the archive and the trash it is the end
    /// of that term, null for none.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When its owner was given notice.</summary>
    public DateTimeOffset? NoticedAt { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>Since when it is in the trash.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>JSON: why it went to the archive or the trash, as its receipt will say.</summary>
    public string? Ending { get; set; }
}
