namespace ConversationMemory.Data.Storage;

/// <summary>A message as its row holds it, for packing: tool calls and context are the database's own JSON text. Its size is not part of it.</summary>
public sealed record StoredMessage
{
    public required int Seq { get; init; }

    /// <summary>As in the database: <c>user</c>.</summary>
    public required string Role { get; init; }

    /// <summary>As in the database: <c>complete</c>.</summary>
    public required string Status { get; init; }

    public required string Content { get; init; }
    public string? ToolCalls { get; init; }
    public int Tokens { get; init; }
    public int? ReplyTo { get; init; }
    public string? Model { get; init; }
    public string? Context { get; init; }
    public string? Error { get; init; }

    /// <summary>UTC, to the microsecond.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    public bool Pinned { get; init; }

    /// <summary>The member who wrote it; null: the owner, or the agent.</summary>
    public Guid? AuthorId { get; init; }
}
