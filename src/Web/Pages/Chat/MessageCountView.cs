namespace ConversationMemory.Web.Pages.Chat;

/// <param name="Window">How many messages are kept; null when all are.</param>
public sealed record MessageCountView(int Messages, int? Window);
