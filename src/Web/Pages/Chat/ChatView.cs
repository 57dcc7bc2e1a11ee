using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Pages.Conversations;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>The whole chat page.</summary>
/// <param name="Title">Null for a conversation that has not begun.</param>
/// <param name="AgentName">Who answers.</param>
public sealed record ChatView(
    Guid? Id, string? Title, string AgentName, LogView Log, TokenMeterView Meter, MessageCountView Count, ComposerView Composer,
    ConversationsView Conversations)
{
    /// <summary>Changes with whatever the transcript shows; the ETag of the transcript's own address.</summary>
    public string Version { get; init; } = "";

    /// <summary>What the person holds of what is allowed.</summary>
    public StorageQuota Quota { get; init; } = new(0, 0, 0);

    /// <summary>What the person is in it.</summary>
    public ConversationRole Role { get; init; } = ConversationRole.Owner;

    /// <summary>The owner's name, for a member.</summary>
    public string? SharedBy { get; init; }

    /// <summary>It has members: others may write in it at any moment.</summary>
    public bool IsShared { get; init; }

    /// <summary>Null for a conversation that has not begun, and for members.</summary>
    public LifetimeView? Lifetime { get; init; }

    /// <summary>There is enough of it to summarise.</summary>
    public bool CanSummarize => Role == ConversationRole.Owner && Id is not null && Log.Messages.Count > 3;
}
