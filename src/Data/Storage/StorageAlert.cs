namespace ConversationMemory.Data.Storage;

/// <summary>A threshold of the storage budget that was crossed: raised once, cleared when the size is below it again.</summary>
public sealed class StorageAlert
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary><c>warning</c> or <c>danger</c>.</summary>
    public required string Level { get; init; }

    public long Bytes { get; init; }
    public long Budget { get; init; }
    public DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset? ClearedAt { get; set; }
    public DateTimeOffset? MailedAt { get; set; }
    public DateTimeOffset? PostedAt { get; set; }
}
