namespace ConversationMemory.Web.Pages.Admin;

/// <summary>What decides how many messages are kept.</summary>
public enum WindowKind
{
    /// <summary>The setting <c>Memory__MaxMessagesPerConversation</c>.</summary>
    Setting,

    /// <summary>A number that an admin has set.</summary>
    Newest,

    /// <summary>An admin's decision to keep everything.</summary>
    All,
}
