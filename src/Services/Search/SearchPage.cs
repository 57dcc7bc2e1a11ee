using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Search;

public enum SearchHitKind
{
    Message,
    Title,
    Summary,
}

/// <param name="Text">As it was written: not to be taken for HTML or Markdown.</param>
/// <param name="IsMatch">It is what was looked for.</param>
public readonly record struct SnippetPart(string Text, bool IsMatch);

/// <summary>Something that was found.</summary>
/// <param name="OwnerId">Whose conversation it is.</param>
/// <param name="Seq">The message's; null for a title or a summary.</param>
public sealed record SearchHit(Guid OwnerId, Guid ConversationId, int? Seq, SearchHitKind Kind)
{
    /// <summary>Who wrote the message: <c>user</c> or <c>assistant</c>; null for a title or a summary.</summary>
    public MessageRole? Role { get; init; }

    /// <summary>Of the conversation.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<SnippetPart> Snippet { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; init; }

    public bool IsArchived { get; init; }
    public bool IsPinned { get; init; }
    public bool IsShared { get; init; }

    /// <summary>It is somebody else's conversation.</summary>
    public bool IsByOthers { get; init; }

    /// <summary>Where a person wrote it in a conversation that is shared: what they are called. Otherwise null; see <see cref="HitAuthors"/>.</summary>
    public string? Author { get; init; }

    /// <summary>The person who searches wrote it.</summary>
    public bool IsMine { get; init; }
}

/// <param name="Hits">Best first.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, SearchCursor? Next)
{
    public static SearchPage Empty { get; } = new([], null);

    /// <summary>What was looked for instead, because a word of the query occurs nowhere; null: nothing was changed.</summary>
    public string? Corrected { get; init; }

    /// <summary>There was more to look through than a search does; the likeliest was.</summary>
    public bool IsPartial { get; init; }
}
