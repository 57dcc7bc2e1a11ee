namespace ConversationMemory.Web.Accounts;

/// <summary>Among a request's features: a member of the conversation asked for what is its owner's to do.</summary>
public sealed record OwnersOnly
{
    public const string Text = "Somebody shares this conversation with you. Only its owner can do that here; ask them, or go back to the conversation.";
}
