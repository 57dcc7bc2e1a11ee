using ConversationMemory.Data.Search.Queries;
using ConversationMemory.Data.Storage;
using ConversationMemory.Services.Messages.Packing.Terms;

namespace ConversationMemory.Services.Search;

/// <summary>A text that may be a hit: of a message, wherever it lies, a title or a summary.</summary>
internal sealed record SearchedText(SearchedConversation Conversation, SearchHitKind Kind, string Text)
{
    private readonly UnpackedMessage? row;
    private readonly PackedPart? part;
    private readonly int index;

    /// <summary>A message that is not packed.</summary>
    public SearchedText(SearchedConversation conversation, UnpackedMessage row)
        : this(conversation, SearchHitKind.Message, row.Content) => this.row = row;

    /// <summary>A packed message.</summary>
    public SearchedText(SearchedConversation conversation, PackedPart part, int index)
        : this(conversation, SearchHitKind.Message, part.Texts[index]) => (this.part, this.index) = (part, index);

    /// <summary>The part it is packed in.</summary>
    public PackedPart? Part => part;

    /// <summary>When a title or a summary was written.</summary>
    public DateTimeOffset Written { private get; init; }

    /// <summary>Null for a title or a summary.</summary>
    public int? Seq => row?.Seq ?? Stored?.Seq;

    /// <summary>Its order within the conversation, which for what is packed is known without reading more: 0 for a title, -1 for a summary.</summary>
    public int Place => row?.Seq ?? (part is null ? Kind == SearchHitKind.Title ? 0 : -1 : part.Segment.FromSeq + index);

    public string? Role => row?.Role ?? Stored?.Role;

    public DateTimeOffset At => row?.CreatedAt ?? Stored?.CreatedAt ?? Written;

    public IReadOnlyList<string> Tools => ToolNames.Of(row?.ToolCalls ?? Stored?.ToolCalls);

    public bool IsPersons => Kind == SearchHitKind.Title || row?.Role == "user" || part?.IsPersons(index) == true;

    /// <summary>A reader sees it: it has not left the window, or the policy archives what does.</summary>
    public bool IsInSight =>
        part is null || part.Segment.FromSeq >= Conversation.FirstSeq || part.Segment.ThroughSeq < Conversation.FirstSeq
        || Stored!.Seq >= Conversation.FirstSeq || Stored.Pinned;

    private StoredMessage? Stored => part?.Content.Messages[index];
}
