using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>What a segment holds, with whose it is.</summary>
public static class PackedMessages
{
    public static SegmentContent Read(Segment segment)
    {
        var content = SegmentCodec.Decode(segment.Data);
        return new SegmentContent(
            [.. content.Messages.Select(message => message with { OwnerId = segment.OwnerId, ConversationId = segment.ConversationId })],
            [.. content.Summaries.Select(summary => summary with { OwnerId = segment.OwnerId, ConversationId = segment.ConversationId })]);
    }
}
