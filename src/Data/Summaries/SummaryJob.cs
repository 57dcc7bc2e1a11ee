namespace ConversationMemory.Data.Summaries;

/// <summary>A conversation that waits for the background summariser.</summary>
public sealed class SummaryJob
{
    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>Not to be tried before this time: a worker holds it, or it failed and waits.</summary>
    public DateTimeOffset NotBefore { get; set; }

    public int Attempts { get; set; }
}
