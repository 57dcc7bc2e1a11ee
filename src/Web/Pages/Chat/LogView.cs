namespace ConversationMemory.Web.Pages.Chat;

/// <summary>The transcript: messages in order, the summary at its place, and the reply on its way.</summary>
/// <param name="PrunedCount">Messages that have left the window.</param>
public sealed record LogView(IReadOnlyList<MessageView> Messages, SummaryView? Summary = null, ReplyView? Reply = null, int PrunedCount = 0)
{
    /// <summary>It was opened at a message that a search found.</summary>
    public bool IsFound { get; init; }

    /// <summary>Where the newest messages are, when these are others.</summary>
    public string? Newest { get; init; }

    /// <summary>The summary stands before the first message it does not cover.</summary>
    public bool SummaryIsBefore(MessageView message) =>
        Summary is not null && message.Seq > Summary.ThroughSeq
        && !Messages.Any(earlier => earlier.Seq < message.Seq && earlier.Seq > Summary.ThroughSeq);

    public bool SummaryIsLast => Summary is not null && Messages.All(message => message.Seq <= Summary.ThroughSeq);
}
