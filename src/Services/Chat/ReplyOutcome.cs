using ConversationMemory.Data.Chat;

namespace ConversationMemory.Services.Chat;

/// <summary>How a reply ended.</summary>
/// <param name="Error">For a broken one: what went wrong, for its reader.</param>
/// <param name="Context">JSON of what it was made from; null when it failed before anything was sent.</param>
public sealed record ReplyOutcome(
    MessageStatus Status, string Text, IReadOnlyList<ToolCall> ToolCalls, string? Model, string? Context, string? Error);
