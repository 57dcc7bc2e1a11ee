using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Summaries;

/// <summary>When a conversation is summarised by itself, and how much of it is left alone.</summary>
/// <param name="Messages">Above so many unsummarised messages; null: never for their number.</param>
/// <param name="Tokens">Above so many unsummarised tokens; null: never for their length.</param>
/// <param name="Keep">The newest messages that no summary covers.</param>
public sealed record SummaryRules(int? Messages, int? Tokens, int Keep)
{
    public static SummaryRules From(ConversationOptions options, ResolvedPolicy policy)
    {
        int? messages = options.SummarizeAfterMessages > 0 ? options.SummarizeAfterMessages : null;
        int? tokens = options.SummarizeAfterTokens > 0 ? options.SummarizeAfterTokens : null;
        var keep = Math.Max(0, options.KeepAfterSummary);
        // What leaves a small window must be summarised before it leaves.
        if (policy is { WindowMessages: { } window, WindowAction: WindowAction.Summarise })
        {
            messages = Math.Min(messages ?? int.MaxValue, Math.Max(1, window - 2));
            keep = Math.Min(keep, messages.Value * 3 / 5);
        }

        return new SummaryRules(messages, tokens, keep);
    }

    /// <summary>Whether so much unsummarised history is due; what is to be kept alone never is.</summary>
    public bool IsDue(int messages, long tokens) => messages > Keep && (messages > Messages || tokens > Tokens);
}
