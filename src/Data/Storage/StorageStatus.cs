namespace ConversationMemory.Data.Storage;

/// <summary>The last measurement, one row, so that no page has to measure.</summary>
public sealed class StorageStatus
{
    public bool Id { get; init; } = true;

    /// <summary>JSON of the figures.</summary>
    public string Figures { get; set; } = "{}";

    public DateTimeOffset MeasuredAt { get; set; }
}
