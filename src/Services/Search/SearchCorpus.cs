using ConversationMemory.Data;
using ConversationMemory.Data.Search.Queries;
using ConversationMemory.Services.Messages.Packing.Terms;

namespace ConversationMemory.Services.Search;

/// <summary>What one search looks through: the texts that are not packed, and the filters of those that are. Within the caller's transaction.</summary>
internal sealed class SearchCorpus
{
    // Rows, of which about half is text: some 50,000 messages. Reading them takes about 10 ms a megabyte of text.
    private const long MostUnpackedBytes = 32_000_000;

    // Packed data, four times as much of rows: some 1,000 conversations of 30 messages, at about 0.1 ms each.
    private const int MostPackedBytes = 4_000_000;

    private readonly AppDbContext db;
    private readonly Dictionary<(Guid Owner, Guid Conversation, int FromSeq), PackedPart> parts = [];

    private SearchCorpus(AppDbContext db) => this.db = db;

    public IReadOnlyDictionary<(Guid Owner, Guid Id), SearchedConversation> Conversations { get; private set; } = null!;

    public IReadOnlyList<(FilteredSegment Segment, TermFilter? Filter)> Segments { get; private set; } = [];

    public ILookup<(Guid Owner, Guid Conversation), UnpackedMessage> Messages { get; private set; } = null!;

    public IReadOnlyList<UnpackedSummary> Summaries { get; private set; } = [];

    /// <summary>Messages a reader could see, in all.</summary>
    public int MessageCount { get; private set; }

    /// <summary>Not everything could be looked through.</summary>
    public bool IsPartial { get; private set; }

    public static async Task<SearchCorpus> ReadAsync(AppDbContext db, SearchQuery query, CancellationToken ct)
    {
        var corpus = new SearchCorpus(db);
        var scope = await SearchScope.RunAsync(db, Scope(query), ct);
        corpus.Conversations = scope.ToDictionary(c => (c.OwnerId, c.Id));
        corpus.MessageCount = scope.Sum(c => c.MessageCount);
        await corpus.ReadFiltersAsync(scope, IsNarrow(query), ct);
        await corpus.ReadUnpackedAsync(scope, query, ct);
        return corpus;
    }

    /// <summary>Unpacks segments, the first ones first, until it would take too long.</summary>
    public async Task<IReadOnlyList<PackedPart>> UnpackAsync(IEnumerable<(FilteredSegment Segment, TermFilter? Filter)> segments, CancellationToken ct)
    {
        var wanted = new List<(FilteredSegment Segment, TermFilter? Filter)>();
        var bytes = 0;
        foreach (var segment in segments)
        {
            if ((bytes += segment.Segment.Bytes) > MostPackedBytes && wanted.Count > 0)
            {
                IsPartial = true;
                break;
            }

            wanted.Add(segment);
        }

        var missing = wanted.Where(s => !parts.ContainsKey(Key(s.Segment))).ToList();
        var data = await SegmentData.RunAsync(db, [.. missing.Select(s => s.Segment)], ct);
        foreach (var part in missing.Where(s => data.ContainsKey(Key(s.Segment))).AsParallel().Select(s => Open(s, data[Key(s.Segment)])))
            if (part is not null) parts[Key(part.Segment)] = part;
            else IsPartial = true;
        return [.. wanted.Where(s => parts.ContainsKey(Key(s.Segment))).Select(s => parts[Key(s.Segment)])];
    }

    // One that is damaged is no reason to find nothing.
    private static PackedPart? Open((FilteredSegment Segment, TermFilter? Filter) packed, byte[] data)
    {
        try
        {
            return new PackedPart(packed.Segment, packed.Filter, data);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task ReadFiltersAsync(IReadOnlyList<SearchedConversation> scope, bool isNarrow, CancellationToken ct)
    {
        var packed = scope.Where(c => c.PackedSeq > 0).ToList();
        if (packed.Count == 0) return;
        var segments = await SegmentFilters.RunAsync(db, packed, all: !isNarrow, ct);
        Segments =
        [
            .. segments.Where(s => Conversations.ContainsKey((s.OwnerId, s.ConversationId)))
                .Select(s => (s, s.Terms is null ? null : TermFilter.Decode(s.Terms))),
        ];
    }

    private async Task ReadUnpackedAsync(IReadOnlyList<SearchedConversation> scope, SearchQuery query, CancellationToken ct)
    {
        var unpacked = new List<SearchedConversation>();
        var bytes = 0L;
        foreach (var conversation in scope.Where(c => c.PackedSeq < c.LastSeq).OrderByDescending(c => c.ActiveAt))
        {
            if ((bytes += conversation.Bytes) > MostUnpackedBytes && unpacked.Count > 0)
            {
                IsPartial = true;
                break;
            }

            unpacked.Add(conversation);
        }

        Messages = (await UnpackedMessages.RunAsync(db, unpacked, query.Tool is not null, ct)).ToLookup(m => (m.OwnerId, m.ConversationId));
        if (!query.OnlyMessages) Summaries = await UnpackedSummaries.RunAsync(db, [.. unpacked.Where(c => c.SummarySeq > 0)], ct);
    }

    private static bool IsNarrow(SearchQuery query) =>
        query.AgentId is not null || query.AgentName is not null || query.Pinned is not null || query.Shared is not null || query.ConversationId is not null;

    private static SearchScopeFilter Scope(SearchQuery query) => new()
    {
        Conversation = query.ConversationId,
        Agent = query.AgentId,
        AgentName = query.AgentName,
        Archived = query.Archived,
        Pinned = query.Pinned,
        Shared = query.Shared,
        OnlyOwn = query.OnlyOwn,
        From = query.From,
        Until = query.Until,
    };

    private static (Guid Owner, Guid Conversation, int FromSeq) Key(FilteredSegment segment) => (segment.OwnerId, segment.ConversationId, segment.FromSeq);
}
