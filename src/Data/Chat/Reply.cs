namespace ConversationMemory.Data.Chat;

/// <summary>A reply that is being written now. The row ends with it, in the transaction that writes the message.</summary>
public sealed class Reply
{
    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }

    /// <summary>The user's message that is being answered.</summary>
    public int UserSeq { get; init; }

    /// <summary>The app instance that writes it.</summary>
    public Guid InstanceId { get; set; }

    /// <summary>The text so far, at most a second old.</summary>
    public string Text { get; set; } = "";

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the instance last said that it is still writing.</summary>
    public DateTimeOffset HeartbeatAt { get; set; }

    public bool StopRequested { get; set; }
}
