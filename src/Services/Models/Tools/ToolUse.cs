namespace ConversationMemory.Services.Models.Tools;

/// <summary>For whom a tool works: the reply that calls it.</summary>
/// <param name="TimeZone">The reader's IANA zone, such as <c>Europe/Berlin</c>; null or unknown: UTC.</param>
public sealed record ToolUse(Guid OwnerId, Guid ConversationId, int UserSeq, string? TimeZone = null);
