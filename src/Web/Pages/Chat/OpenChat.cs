using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages.Access;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>What is known of a conversation before any of its messages is read.</summary>
/// <param name="Role">What the person is in it.</param>
/// <param name="IsShared">It has members.</param>
/// <param name="Reply">The newest that is being written.</param>
public sealed record OpenChat(Conversation Conversation, Agent Agent, ConversationRole Role, bool IsShared, Summary? Summary, Reply? Reply)
{
    /// <summary>Where it is read: in the archive and the trash only to be looked at.</summary>
    public string Address { get; init; } = "";
}
