namespace ConversationMemory.Web.Pages.Chat;

/// <summary>The newest question while it is being edited, or the current summary.</summary>
/// <param name="Url">Where the form goes.</param>
/// <param name="ElementId">The element whose place the form takes.</param>
public sealed record EditView(Guid ConversationId, string Url, string ElementId, string Label, string Text, string? Problem = null);
