using ConversationMemory.Data.Accounts;

namespace ConversationMemory.Services.Accounts;

/// <summary>An account that may be used now, and what it may do.</summary>
public sealed record Account(Guid Id, string Email, OrganisationRole Role);
