using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Models;

namespace ConversationMemory.Services.Chat;

/// <summary>How a reply ended.</summary>
/// <param name="Error">For a broken one: what went wrong, for its reader.</param>
/// <param name="Context">JSON of what it was made from; null when it failed before anything was sent.</param>
/// <param name="Failure">For one that the model broke: how. For the watchers; the message keeps the words alone.</param>
public sealed record ReplyOutcome(
    MessageStatus Status, string Text, IReadOnlyList<ToolCall> ToolCalls, string? Model, string? Context, string? Error,
    ModelError? Failure = null);
