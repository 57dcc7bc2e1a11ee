namespace ConversationMemory.Services.Conversations;

/// <param name="Done">The conversations that were changed.</param>
/// <param name="Problems">Why others were not, each reason once.</param>
public sealed record ConversationChanges(IReadOnlyList<Guid> Done, IReadOnlyList<string> Problems);
