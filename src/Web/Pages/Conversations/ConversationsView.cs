namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>A page of the list of conversations, newest first.</summary>
/// <param name="Older">The address of the next page.</param>
public sealed record ConversationsView(IReadOnlyList<ConversationDay> Days, string? Query = null, string? Older = null);

/// <param name="Heading">"Today", "Yesterday" or a date; null where the day began on the page before.</param>
public sealed record ConversationDay(string? Heading, IReadOnlyList<ConversationRow> Conversations);

public sealed record ConversationRow(Guid Id, string Title, bool IsCurrent = false);
