using ConversationMemory.Services.Messages.Access;

namespace ConversationMemory.Web.Accounts;

/// <summary>
/// A page or call about one conversation that its members may use too; without it, it is the owner's alone. On a page for what changes
/// something, <paramref name="changes"/> says who may.
/// </summary>
/// <param name="reads">The least role to get it.</param>
/// <param name="changes">The least role to send to it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForMembersAttribute(ConversationRole reads, ConversationRole changes = ConversationRole.Owner) : Attribute
{
    public ConversationRole Reads { get; } = reads;
    public ConversationRole Changes { get; } = changes;

    /// <summary>The least role for a request; the owner's where nothing is said.</summary>
    public static ConversationRole Needed(ForMembersAttribute? says, HttpRequest request) =>
        says is null ? ConversationRole.Owner
        : HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? says.Reads : says.Changes;
}
