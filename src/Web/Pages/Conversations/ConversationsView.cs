using ConversationMemory.Services.Conversations;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>A page of the list of conversations, newest first.</summary>
/// <param name="Older">The address of the next page.</param>
/// <param name="Expiring">How many are about to end.</param>
public sealed record ConversationsView(IReadOnlyList<ConversationDay> Days, string? Query = null, string? Older = null, int Expiring = 0)
{
    /// <summary>Some that others share, the newest first.</summary>
    public IReadOnlyList<ConversationRow> Shared { get; init; } = [];

    /// <summary>More are shared than these.</summary>
    public bool HasMoreShared { get; init; }
}

/// <param name="Heading">"Today", "Yesterday" or a date; null where the day began on the page before.</param>
public sealed record ConversationDay(string? Heading, IReadOnlyList<ConversationRow> Conversations);

/// <param name="EndsAt">When it ends, once notice was given.</param>
public sealed record ConversationRow(Guid Id, string Title, bool IsCurrent = false, bool Pinned = false, DateTimeOffset? EndsAt = null)
{
    public static ConversationRow Of(ListedConversation conversation, Guid? current) =>
        new(conversation.Id, conversation.Title, conversation.Id == current, conversation.Pinned, conversation.ExpiresAt);
}
