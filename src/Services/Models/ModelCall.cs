namespace ConversationMemory.Services.Models;

/// <summary>One call of a model, and what the provider told of it. Null is unknown: nothing here is estimated.</summary>
/// <param name="Provider">Such as <c>openai</c>.</param>
/// <param name="ModelAsked">The model that was asked for.</param>
/// <param name="ModelUsed">The one that answered, by the provider's own words; these are often more exact.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or <c>tool_calls</c>; null: it did not end by itself.</param>
/// <param name="InputTokens">Those from the provider's cache among them.</param>
/// <param name="ReasoningTokens">Among the output tokens.</param>
/// <param name="FirstToken">Until something of the answer was there; null: nothing ever was.</param>
/// <param name="Error">How it failed; null: it did not, or it was given up.</param>
public sealed record ModelCall(
    string Provider, string ModelAsked, string? ModelUsed, string? FinishReason,
    long? InputTokens, long? OutputTokens, long? CachedTokens, long? ReasoningTokens,
    TimeSpan? FirstToken, TimeSpan Total, ModelError? Error);
