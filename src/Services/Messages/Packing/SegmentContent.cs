using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Messages.Packing;

/// <param name="Messages">In the order of their seq.</param>
/// <param name="Summaries">Every version, in the last segment of a conversation that is packed as a whole; of no owner and conversation.</param>
public sealed record SegmentContent(IReadOnlyList<StoredMessage> Messages, IReadOnlyList<Summary> Summaries);
