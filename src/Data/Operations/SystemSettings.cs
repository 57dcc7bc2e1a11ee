namespace ConversationMemory.Data.Operations;

/// <summary>What an admin switches for all instances at once; one row.</summary>
public sealed class SystemSettings
{
    public bool Id { get; init; } = true;

    /// <summary>True while nothing may be written.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Why, for everybody to read.</summary>
    public string? ReadOnlyText { get; set; }

    public DateTimeOffset? ReadOnlySince { get; set; }
}
