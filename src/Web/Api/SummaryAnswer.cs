using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Web.Api;

internal sealed record SummarizeAnswer(SummaryAnswer Summary);

/// <summary>A summary as the API tells it.</summary>
/// <param name="Version">Counts up; the highest is the current one.</param>
/// <param name="FromSeq">The first message it stands for.</param>
/// <param name="ThroughSeq">The last message it stands for.</param>
/// <param name="TokenCount">Tokens of its text, in <c>o200k_base</c>.</param>
internal sealed record SummaryAnswer(
    int Version, int FromSeq, int ThroughSeq, string Content, int TokenCount, SummarySource Source, DateTimeOffset CreatedAt)
{
    public static SummaryAnswer Of(Summary summary) => new(
        summary.Version, summary.FromSeq, summary.ThroughSeq, summary.Content, summary.Tokens, summary.Source, summary.CreatedAt);
}
