namespace ConversationMemory.Services.Messages;

/// <summary>Names a reply: the user's message it answers.</summary>
public sealed record ReplyKey(Guid OwnerId, Guid ConversationId, int UserSeq);
