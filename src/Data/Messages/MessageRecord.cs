using ConversationMemory.Data.Conversations;

namespace ConversationMemory.Data.Messages;

/// <summary>One message. It does not change once written; editing writes anew.</summary>
public sealed class MessageRecord
{
    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }

    /// <summary>Counts up within the conversation and never repeats. Given by the database.</summary>
    public int Seq { get; init; }

    public MessageRole Role { get; init; }
    public MessageStatus Status { get; init; }
    public required string Content { get; init; }

    /// <summary>The tools called for this reply, in order; null when none was.</summary>
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>Tokens of content and tool calls, in <c>o200k_base</c>.</summary>
    public int Tokens { get; init; }

    /// <summary>The user's message that this reply answers; null on all other messages.</summary>
    public int? ReplyTo { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>What the reply was made from: JSON of <c>ContextRecord</c>.</summary>
    public string? Context { get; init; }

    /// <summary>For a broken reply: what went wrong, in words for its reader.</summary>
    public string? Error { get; init; }

    /// <summary>The member who wrote it; null: the conversation's owner, or the agent.</summary>
    public Guid? AuthorId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>A pinned message stays when it leaves the window.</summary>
    public bool Pinned { get; set; }

    /// <summary>What its row takes. Given by the database; 0 while it is packed.</summary>
    public int Bytes { get; private set; }

    public Conversation? Conversation { get; init; }
}
