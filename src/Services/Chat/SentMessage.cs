namespace ConversationMemory.Services.Chat;

/// <summary>A message that is in the database, its reply on the way.</summary>
/// <param name="IsNew">The conversation began with it.</param>
/// <param name="Repeated">It had been sent before with the same key; nothing was sent now.</param>
public sealed record SentMessage(Guid ConversationId, int UserSeq, bool IsNew, bool Repeated);
