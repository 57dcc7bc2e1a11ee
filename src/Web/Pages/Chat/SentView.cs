namespace ConversationMemory.Web.Pages.Chat;

/// <summary>What the page learns when a message was sent: the message, its reply on the way, and the counts.</summary>
public sealed record SentView(ChatView Chat, int UserSeq)
{
    /// <summary>The message, and the reply if it was quick.</summary>
    public LogView News => new(
        [.. Chat.Log.Messages.Where(m => m.Seq >= UserSeq)],
        null,
        Chat.Log.Reply?.UserSeq == UserSeq ? Chat.Log.Reply : null);
}
