using ConversationMemory.Data.Messages;


namespace ConversationMemory.Services.Context;

/// <summary>A stored message, as a candidate for the context.</summary>
/// <param name="Tokens">
/// The tokens of <paramref name="Content"/> alone, where they were counted as this model counts; null: they are counted here.
/// </param>
public sealed record ContextMessage(int Seq, string Role, string Content, IReadOnlyList<ToolCall> ToolCalls, int? Tokens = null);
