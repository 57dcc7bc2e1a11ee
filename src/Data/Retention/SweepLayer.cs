namespace ConversationMemory.Data.Retention;

/// <summary>When a layer of the sweep last ran.</summary>
public sealed class SweepLayer
{
    public required string Name { get; init; }
    public DateTimeOffset? LastRunAt { get; set; }
}
