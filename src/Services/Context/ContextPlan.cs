using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Context;

/// <summary>What to send.</summary>
/// <param name="IncludeTools">False when the tools' descriptions would have taken too much of a small budget.</param>
/// <param name="Room">Tokens of the budget that are left, for tool calls and their results.</param>
public sealed record ContextPlan(IReadOnlyList<ChatMessage> Messages, ContextRecord Record, bool IncludeTools, int Room);
