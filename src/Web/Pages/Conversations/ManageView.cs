using ConversationMemory.Services.Conversations;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>The page of one's conversations: what is asked for, and what was found.</summary>
/// <param name="Older">The address of the next page.</param>
/// <param name="Expiring">How many are about to end, up to <see cref="SidebarReader.MostExpiring"/>.</param>
public sealed record ManageView(
    ConversationState State, string? Query, DateOnly? From, DateOnly? To, IReadOnlyList<ListedConversation> Conversations, string? Older, int Expiring)
{
    /// <summary>Address and name of each part.</summary>
    public static IReadOnlyList<(ConversationState State, string Name)> Parts { get; } =
    [
        (ConversationState.Live, "All"), (ConversationState.Shared, "Shared with me"), (ConversationState.Expiring, "Expiring soon"), (ConversationState.Archived, "Archive"), (ConversationState.Deleted, "Trash"),
    ];

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Query) || From is not null || To is not null;

    /// <summary>What can be done in this part, and the words for it.</summary>
    public IReadOnlyList<(ConversationChange Change, string Name)> Changes => State switch
    {
        ConversationState.Shared => [],
        ConversationState.Archived => [(ConversationChange.Restore, "Restore"), (ConversationChange.Delete, "Delete")],
        ConversationState.Deleted => [(ConversationChange.Restore, "Restore"), (ConversationChange.Remove, "Delete for good")],
        _ => [(ConversationChange.Extend, "Extend"), (ConversationChange.Pin, "Pin"), (ConversationChange.Unpin, "Unpin"),
            (ConversationChange.Archive, "Archive"), (ConversationChange.Delete, "Delete")],
    };
}
