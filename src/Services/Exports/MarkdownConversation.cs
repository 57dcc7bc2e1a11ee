using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Exports;

/// <summary>What a Markdown export holds of a conversation: all that was said, not all that is stored.</summary>
public sealed record MarkdownConversation
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required string AgentName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The current one, if there is any.</summary>
    public required MarkdownSummary? Summary { get; init; }

    /// <summary>Oldest first. Of each what a reader sees: text, who, when, tool calls. Files of the first version tell the time to the second.</summary>
    public required IReadOnlyList<MessageRecord> Messages { get; init; }
}

public sealed record MarkdownSummary(int FromSeq, int ThroughSeq, SummarySource Source, string Content);
