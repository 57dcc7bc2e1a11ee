namespace ConversationMemory.Data.Search;

/// <summary>A search that a person wants to run again.</summary>
public sealed class SavedSearch
{
    public const int MaxNameLength = 100;

    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }

    /// <summary>As in the address of the search page.</summary>
    public required string Query { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
