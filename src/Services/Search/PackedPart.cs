using ConversationMemory.Data.Search.Queries;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Messages.Packing.Terms;

namespace ConversationMemory.Services.Search;

/// <summary>A packed part of a conversation, whose texts are unpacked when it is made, and the rest only when somebody asks.</summary>
/// <exception cref="InvalidDataException">It is damaged, or a later version packed it.</exception>
internal sealed class PackedPart
{
    private readonly Lazy<SegmentContent> content;

    public PackedPart(FilteredSegment segment, TermFilter? filter, byte[] data)
    {
        (Segment, Filter) = (segment, filter);
        var opened = SegmentCodec.Open(data);
        Texts = opened.Texts;
        content = new Lazy<SegmentContent>(opened.Read);
    }

    public FilteredSegment Segment { get; }

    public TermFilter? Filter { get; }

    /// <summary>Of the messages, then of the summaries.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The current summary, which is the last of them.</summary>
    public string? Summary => Texts.Count > Segment.MessageCount ? Texts[^1] : null;

    public SegmentContent Content => content.Value;

    public bool IsPersons(int message) =>
        Filter is not null && message < Filter.Persons.Count ? Filter.Persons[message] : Content.Messages[message].Role == "user";
}
