using ConversationMemory.Data.Accounts;

namespace ConversationMemory.Services.Accounts;

/// <summary>Who acts by a key, and what the key lets them do.</summary>
public sealed record KeyHolder(Account Account, Guid KeyId, IReadOnlyList<KeyScope> Scopes);
