using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Summaries;

/// <summary>What goes into the next summary.</summary>
/// <param name="Previous">The summary so far; its text goes into the new one.</param>
/// <param name="Messages">The messages since, oldest first; at least one.</param>
/// <param name="Model">The agent's model; null: the configured one.</param>
/// <param name="IsShared">More than one person writes in the conversation, if not in this part of it.</param>
public sealed record PartToSummarize(Summary? Previous, IReadOnlyList<Message> Messages, string? Model, bool IsShared = false)
{
    /// <summary>What those who wrote it are called.</summary>
    public MessageAuthors Authors { get; init; } = MessageAuthors.OwnerAlone;
}
