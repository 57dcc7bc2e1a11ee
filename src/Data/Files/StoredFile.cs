namespace ConversationMemory.Data.Files;

/// <summary>
/// A file of one person that is kept for a while: an export to fetch, or an upload to import. Its bytes lie in <see cref="StoredFilePart"/>s, so that
/// neither side of a transfer holds more than a part in memory, any instance can go on, and row security keeps them.
/// </summary>
public sealed class StoredFile
{
    public const int MaxNameLength = 200;

    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; init; }
    public required string ContentType { get; init; }

    /// <summary>Bytes of the parts that are there.</summary>
    public long Length { get; set; }

    /// <summary>False while parts are still added.</summary>
    public bool Complete { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is removed.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>A run of a file's bytes.</summary>
public sealed class StoredFilePart
{
    public Guid OwnerId { get; init; }
    public Guid FileId { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public int Number { get; init; }

    /// <summary>Where in the file it begins, in bytes.</summary>
    public long Offset { get; init; }

    public byte[] Data { get; init; } = [];
}
