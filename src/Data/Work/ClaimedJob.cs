namespace ConversationMemory.Data.Work;

/// <summary>A job that an instance holds, for as long as nobody else has begun it once more.</summary>
/// <param name="Payload">JSON, or null.</param>
/// <param name="Attempts">Which attempt this is, from 1.</param>
public sealed record ClaimedJob(Guid OwnerId, Guid Id, string Kind, Guid Subject, string? Payload, int Attempts);
