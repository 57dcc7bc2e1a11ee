
namespace ConversationMemory.Services.Models.Tools;

/// <summary>A message of the person's own conversations that a search found.</summary>
/// <param name="Excerpt">The part of the message around what was found.</param>
public sealed record FoundMessage(
    Guid ConversationId, int Seq, string Title, string Role, string Excerpt, DateTimeOffset CreatedAt);
