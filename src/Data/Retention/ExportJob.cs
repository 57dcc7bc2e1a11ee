namespace ConversationMemory.Data.Retention;

/// <summary>A conversation whose deletion waits until a copy is saved.</summary>
public sealed class ExportJob
{
    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset NotBefore { get; set; }
    public int Attempts { get; set; }
}
