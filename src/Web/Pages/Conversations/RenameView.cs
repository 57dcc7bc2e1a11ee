namespace ConversationMemory.Web.Pages.Conversations;

public sealed record RenameView(Guid Id, string Title, string? Problem = null);
