using ConversationMemory.Data.Accounts;

namespace ConversationMemory.Services.Accounts;

/// <summary>What a key is for, and until when it works.</summary>
/// <param name="ExpiresAt">Null: until it is revoked.</param>
public sealed record KeyTerms(string Name, IReadOnlyCollection<KeyScope> Scopes, DateTimeOffset? ExpiresAt);
