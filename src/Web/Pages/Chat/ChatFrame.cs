using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Pages.Conversations;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>What the chat page shows beside the transcript.</summary>
/// <param name="Version">The transcript's, and of the figures around it.</param>
/// <param name="Conversations">The list beside it.</param>
/// <param name="Quota">What the person holds of what is allowed.</param>
public sealed record ChatFrame(string Version, ConversationsView Conversations, StorageQuota Quota);
