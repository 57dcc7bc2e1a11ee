namespace ConversationMemory.Services.Context;

/// <summary>A summary that stands for all messages up to and including <paramref name="ThroughSeq"/>.</summary>
public sealed record ContextSummary(string Text, int ThroughSeq);
