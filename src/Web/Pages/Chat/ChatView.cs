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

    /// <summary>Null for a conversation that has not begun.</summary>
    public LifetimeView? Lifetime { get; init; }

    /// <summary>There is enough of it to summarise.</summary>
    public bool CanSummarize => Id is not null && Log.Messages.Count > 3;
}
