namespace ConversationMemory.Services.Notifications;

/// <summary>A mail of plain text to one person.</summary>
/// <param name="To">One address.</param>
/// <param name="Subject">Any text; line breaks and control characters in it become spaces.</param>
/// <param name="Text">Any text.</param>
public sealed record MailMessageText(string To, string Subject, string Text);
