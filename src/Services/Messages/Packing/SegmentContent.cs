using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>What a segment holds; it does not say whose it is.</summary>
/// <param name="Messages">In the order of their seq.</param>
/// <param name="Summaries">Every version, in the last segment of a conversation that is packed as a whole.</param>
public sealed record SegmentContent(IReadOnlyList<MessageRecord> Messages, IReadOnlyList<Summary> Summaries);
