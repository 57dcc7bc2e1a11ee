namespace ConversationMemory.Data.Accounts;

/// <summary>A bearer key for the HTTP API. The key itself is shown once; only its SHA-256 is kept.</summary>
public sealed class ApiKey
{
    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; init; }

    /// <summary>The first characters of the key, so that its owner can tell keys apart.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key's UTF-8 bytes. The key has 256 random bits, so no salt or slow hash is needed.</summary>
    public required byte[] Hash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it may do: never nothing.</summary>
    public List<KeyScope> Scopes { get; init; } = [];

    /// <summary>When it stops working; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The last use, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
