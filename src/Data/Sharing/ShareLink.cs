using ConversationMemory.Data.Conversations;

namespace ConversationMemory.Data.Sharing;

/// <summary>A link by which anybody who has it reads chosen messages of a conversation, until it ends.</summary>
public sealed class ShareLink
{
    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid ConversationId { get; init; }

    /// <summary>SHA-256 of the token in the address, 128 random bits.</summary>
    public byte[] TokenHash { get; init; } = [];

    /// <summary>The token, encrypted, so that its owner can copy the address again.</summary>
    public required string TokenProtected { get; init; }

    public ShareKind Kind { get; init; }

    /// <summary>At most <see cref="Conversation.MaxTitleLength"/> characters: what a reader sees as title of a snapshot.</summary>
    public required string Title { get; init; }

    /// <summary>The first seq that is shared.</summary>
    public int FromSeq { get; init; }

    /// <summary>The last seq that is shared; null, for a live link only: also what comes later.</summary>
    public int? ThroughSeq { get; init; }

    /// <summary>Whether tool calls are shown.</summary>
    public bool WithTools { get; init; }

    /// <summary>What a snapshot shows: JSON, compressed with Brotli. Null for a live link.</summary>
    public byte[]? Data { get; set; }

    /// <summary>As ASP.NET Core Identity hashes passwords; null: no passphrase.</summary>
    public string? PassphraseHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>How often it was opened.</summary>
    public int Views { get; set; }

    public DateTimeOffset? ViewedAt { get; set; }
}

public enum ShareKind
{
    /// <summary>What was there when the link was made.</summary>
    Snapshot,

    /// <summary>What the conversation shows now.</summary>
    Live,
}
