using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>One message as the transcript shows it.</summary>
public sealed record MessageView
{
    public required Guid ConversationId { get; init; }
    public required int Seq { get; init; }
    public required MessageRole Role { get; init; }
    public MessageStatus Status { get; init; } = MessageStatus.Complete;

    /// <summary>"You", or the agent's name.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset At { get; init; }
    public required SafeHtml Body { get; init; }

    /// <summary>The user's message that this reply answers.</summary>
    public int? ReplyTo { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>What the reply was made from, where that was recorded.</summary>
    public ContextDetails? Context { get; init; }

    /// <summary>For a broken reply: what went wrong, in words for its reader.</summary>
    public string? Error { get; init; }

    /// <summary>It stays when it leaves the window.</summary>
    public bool Pinned { get; init; }

    /// <summary>It can only be read, because its conversation is archived or deleted.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The newest message of its role, which may be edited or regenerated.</summary>
    public bool IsNewest { get; init; }
}
