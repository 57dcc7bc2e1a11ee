namespace ConversationMemory.Services.Chat;

/// <summary>A tool call of a reply that is being written.</summary>
/// <param name="Status"><c>running</c>, then as in <see cref="Data.Messages.ToolCall"/>.</param>
public sealed record ToolProgress(string Id, string Name, string Input, string Status, string? Output);
