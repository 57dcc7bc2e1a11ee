using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>The model that answers for an agent.</summary>
/// <param name="Name">The model's name; <see cref="OfflineAssistant.ModelName"/> when there is none.</param>
/// <param name="Counter">Counts tokens as this model does.</param>
/// <param name="IsOffline">No language model answers: titles and summaries are made without one.</param>
public sealed record ModelInUse(IChatClient Client, string Name, TokenCounter Counter, bool IsOffline)
{
    /// <summary>The most tokens of question and answer together; null: not known.</summary>
    public int? ContextLength { get; init; }

    /// <summary>It can call tools, as far as is known.</summary>
    public bool TakesTools { get; init; } = true;

    /// <summary>The budget of a request, so that its answer has room too.</summary>
    /// <param name="wanted">What the agent or the settings say, in tokens.</param>
    /// <param name="answer">The longest answer, which takes at most half of the model's length.</param>
    public int Budget(int wanted, int answer) =>
        ContextLength is { } length ? Math.Min(wanted, length - Math.Min(answer, length / 2)) : wanted;
}
