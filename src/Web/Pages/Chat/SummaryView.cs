using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>The current summary, shown where the messages it stands for end.</summary>
public sealed record SummaryView(Guid ConversationId, int Version, int FromSeq, int ThroughSeq, SummarySource Source, DateTimeOffset At, SafeHtml Body)
{
    /// <summary>It can only be read.</summary>
    public bool IsFixed { get; init; }
}
