namespace ConversationMemory.Services.Chat;

/// <summary>A message to send.</summary>
/// <param name="ConversationId">Null: a new conversation.</param>
/// <param name="AgentId">For a new conversation; null: the default agent.</param>
/// <param name="Text">What the person wrote.</param>
/// <param name="Key">Given by the sender; the same key sends nothing twice. Null: each call is a send of its own.</param>
/// <param name="TimeZone">The reader's IANA zone, for tools that tell the time.</param>
public sealed record SendRequest(Guid? ConversationId, Guid? AgentId, string? Text, string? Key = null, string? TimeZone = null);
