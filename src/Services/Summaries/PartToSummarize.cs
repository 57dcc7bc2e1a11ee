using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Summaries;

/// <summary>What goes into the next summary.</summary>
/// <param name="Previous">The summary so far; its text goes into the new one.</param>
/// <param name="Messages">The messages since, oldest first; at least one.</param>
/// <param name="Model">The agent's model; null: the configured one.</param>
public sealed record PartToSummarize(Summary? Previous, IReadOnlyList<Message> Messages, string? Model);
