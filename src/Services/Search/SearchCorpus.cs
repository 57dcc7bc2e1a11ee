using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Search.Queries;
using ConversationMemory.Services.Messages.Packing.Terms;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Search;

/// <summary>
/// What one search looks through: the texts that are not packed, and the filters of those that are, as of one moment. Each reading is a short
/// transaction of its own, so that no connection is held while the search computes.
/// </summary>
internal sealed class SearchCorpus
{
    // Rows, of which about half is text: some 50,000 messages. Reading them takes about 10 ms a megabyte of text.
    private const long MostUnpackedBytes = 32_000_000;

    // Packed data, four times as much of rows: some 1,000 conversations of 30 messages, at about 0.1 ms each.
    public const int MostPackedBytes = 4_000_000;

    // A word that occurs nowhere makes a search look twice: for words like it, then for those.
    private const int MostPackedBytesInAll = 2 * MostPackedBytes;

    private readonly AppDbContext db;
    private readonly ComputeThreads threads;
    private readonly Dictionary<(Guid Owner, Guid Conversation, int FromSeq), PackedPart> parts = [];

    private int unpackedBytes;

    private SearchCorpus(AppDbContext db, ComputeThreads threads) => (this.db, this.threads) = (db, threads);

    public IReadOnlyDictionary<(Guid Owner, Guid Id), SearchedConversation> Conversations { get; private set; } = null!;

    public IReadOnlyList<(FilteredSegment Segment, TermFilter? Filter)> Segments { get; private set; } = [];

    public ILookup<(Guid Owner, Guid Conversation), UnpackedMessage> Messages { get; private set; } = null!;

    public IReadOnlyList<UnpackedSummary> Summaries { get; private set; } = [];

    /// <summary>Messages a reader could see, in all.</summary>
    public int MessageCount { get; private set; }

    /// <summary>Not everything could be looked through.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>What was to be unpacked is not there any more: somebody wrote in the conversation, or it is gone.</summary>
    public bool HasMoved { get; private set; }

    public static async Task<SearchCorpus> ReadAsync(AppDbContext db, ComputeThreads threads, SearchQuery query, CancellationToken ct)
    {
        var corpus = new SearchCorpus(db, threads);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var scope = await SearchScope.RunAsync(db, Scope(query), ct);
        corpus.Conversations = scope.ToDictionary(c => (c.OwnerId, c.Id));
        corpus.MessageCount = scope.Sum(c => c.MessageCount);
        await corpus.ReadFiltersAsync(scope, IsNarrow(query), ct);
        await corpus.ReadUnpackedAsync(scope, query, ct);
        return corpus;
    }

    /// <summary>Unpacks segments, the first ones first, until it would take too long.</summary>
    /// <param name="segments">Which ones.</param>
    /// <param name="most">Bytes that they may have packed.</param>
    /// <param name="ct">Ends the unpacking.</param>
    /// <returns>Those that could be unpacked, and whether they are all that was asked for.</returns>
    public async Task<(IReadOnlyList<PackedPart> Parts, bool IsAll)> UnpackAsync(
        IReadOnlyList<(FilteredSegment Segment, TermFilter? Filter)> segments, int most, CancellationToken ct)
    {
        var wanted = Take(segments, most);
        var missing = wanted.Where(s => !parts.ContainsKey(Key(s.Segment))).ToList();
        var data = await ReadDataAsync(missing, ct);
        var opened = await threads.EachAsync<PackedData, PackedPart?>(data, () => Open, ct);
        foreach (var part in opened)
            if (part is not null) parts[Key(part.Segment)] = part;
        return ([.. wanted.Where(s => parts.ContainsKey(Key(s.Segment))).Select(s => parts[Key(s.Segment)])], wanted.Count == segments.Count && !opened.Contains(null));
    }

    /// <summary>Notes that there was more to look through.</summary>
    public void LeaveOut() => IsPartial = true;

    private List<(FilteredSegment Segment, TermFilter? Filter)> Take(IReadOnlyList<(FilteredSegment Segment, TermFilter? Filter)> segments, int most)
    {
        var wanted = new List<(FilteredSegment Segment, TermFilter? Filter)>();
        var bytes = 0;
        foreach (var segment in segments)
        {
            var more = parts.ContainsKey(Key(segment.Segment)) ? 0 : segment.Segment.Bytes;
            if (wanted.Count > 0 && ((bytes += segment.Segment.Bytes) > most || unpackedBytes + more > MostPackedBytesInAll)) break;
            unpackedBytes += more;
            wanted.Add(segment);
        }

        return wanted;
    }

    private async Task<IReadOnlyList<PackedData>> ReadDataAsync(
        List<(FilteredSegment Segment, TermFilter? Filter)> segments, CancellationToken ct)
    {
        if (segments.Count == 0) return [];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var data = await SegmentData.RunAsync(db, [.. segments.Select(s => s.Segment)], ct);
        // One that was packed anew meanwhile has another length.
        var there = segments.Where(s => data.TryGetValue(Key(s.Segment), out var bytes) && bytes.Length == s.Segment.Bytes).ToList();
        HasMoved |= there.Count < segments.Count;
        return [.. there.Select(s => new PackedData(s.Segment, s.Filter, data[Key(s.Segment)]))];
    }

    // One that is damaged is no reason to find nothing.
    private static PackedPart? Open(PackedData packed)
    {
        try
        {
            return new PackedPart(packed.Segment, packed.Filter, packed.Data);
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

    private sealed record PackedData(FilteredSegment Segment, TermFilter? Filter, byte[] Data);
}
