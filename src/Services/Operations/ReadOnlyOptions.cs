namespace ConversationMemory.Services.Operations;

/// <summary>Settings that have the app start read only, until an admin lets people write.</summary>
public sealed class ReadOnlyOptions
{
    public bool ReadOnly { get; set; }

    /// <summary>Why, for everybody to read.</summary>
    public string? ReadOnlyText { get; set; }
}
