using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Context;

/// <summary>What a context is to be made from.</summary>
public sealed record ContextRequest
{
    /// <summary>The smallest budget, in tokens, with which something sensible can be sent.</summary>
    public const int LeastBudget = 24;

    /// <summary>The most tokens that may be sent, tools and the marks around messages included.</summary>
    public required int Budget { get; init; }

    public required TokenCounter Counter { get; init; }

    /// <summary>The conversation, oldest first; the last message of role user is the one to be answered.</summary>
    public required IReadOnlyList<ContextMessage> Messages { get; init; }

    public string? SystemPrompt { get; init; }

    public ContextSummary? Summary { get; init; }

    public IReadOnlyList<AIFunctionDeclaration> Tools { get; init; } = [];

    /// <summary>Tokens that history leaves free for tool calls and their results, which are sent in the next round.</summary>
    public int ToolRoom { get; init; }
}
