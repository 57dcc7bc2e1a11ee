using ConversationMemory.Services.Messages.Access;

namespace ConversationMemory.Web.Accounts;

/// <summary>
/// Who may use a page or call about one conversation; metadata of each of them. Where nothing else is said it is the owner's alone. On a
/// page for what changes something, <paramref name="changes"/> says who may.
/// </summary>
/// <param name="reads">The least role to get it.</param>
/// <param name="changes">The least role to send to it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForMembersAttribute(ConversationRole reads, ConversationRole changes = ConversationRole.Owner) : Attribute
{
    internal static readonly ForMembersAttribute OwnersOnly = new(ConversationRole.Owner);

    public ConversationRole Reads { get; } = reads;
    public ConversationRole Changes { get; } = changes;
}
