using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Search.Queries;
using ConversationMemory.Services.Messages.Packing.Terms;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Ranking;

namespace ConversationMemory.Services.Search;

/// <summary>A text that was found, and how good it is.</summary>
internal readonly record struct FoundText(SearchedText Source, ScannedText Scanned, double Score);

/// <summary>Looks for the terms of one query in a corpus: first in the filters, then in the texts of the conversations that are left.</summary>
internal sealed class SearchRun(SearchCorpus corpus, ParsedQuery parsed, SearchQuery query)
{
    // Of one search: others search as well.
    private const int MostThreads = 4;

    private readonly TextScan scan = new(parsed.Terms);
    private readonly TermCounts counts = new(parsed.Terms);
    private readonly List<(SearchedText Text, ScannedText Scanned)> aside = [];
    private readonly Dictionary<(Guid, Guid), List<(SearchedText Text, ScannedText Scanned)>> messages = [];

    /// <summary>The words of the query that stand nowhere.</summary>
    public IReadOnlyList<QueryTerm> Missing { get; private set; } = [];

    public async Task<IReadOnlyList<FoundText>> FindAsync(CancellationToken ct)
    {
        var unpacked = await corpus.UnpackAsync(Candidates(), ct);
        ScanAll([.. unpacked.OrderBy(part => part.Segment.FromSeq).Select(TextsOf), .. corpus.Messages.Select(TextsOf)], ct);
        if (!query.OnlyMessages) ScanBeside(unpacked);
        Missing = [.. parsed.Terms.Where((term, i) => !term.IsExcluded && counts.Texts[i] == 0 && !aside.Exists(a => a.Scanned.Matches.Any(m => m.Term == i)))];
        counts.AddOthers(Math.Max(0, corpus.MessageCount - messages.Values.Sum(m => m.Count)));
        return Rank();
    }

    /// <summary>Segments that may hold any of the terms, those with the rarest and most of them first.</summary>
    private IEnumerable<(FilteredSegment Segment, TermFilter? Filter)> Candidates()
    {
        var tests = parsed.Terms.Where(t => !t.IsExcluded).Select(t => new TermTest(t)).ToList();
        var held = corpus.Segments.Select(s => (Segment: s, Terms: tests.ConvertAll(test => s.Filter is null || test.MayBeIn(s.Filter)))).ToList();
        var tells = tests.Select((test, i) => test.IsBlind ? 0.01 : Ranker.Idf(held.Count(h => h.Terms[i]), corpus.Segments.Count)).ToArray();
        return held
            .Where(h => h.Terms.Contains(true) && (h.Segment.Filter is null || FitsFilter(h.Segment.Filter)) && HoldsPhrases(tests, h.Terms))
            .OrderByDescending(h => h.Terms.Select((there, i) => there ? tells[i] : 0).Sum())
            .ThenByDescending(h => corpus.Conversations[(h.Segment.Segment.OwnerId, h.Segment.Segment.ConversationId)].ActiveAt)
            .Select(h => h.Segment);
    }

    private bool FitsFilter(TermFilter filter) =>
        (!query.HasCode || filter.HasCode) && (query.Tool is null or "*" || filter.MayHold(TermKey.OfTool(query.Tool)));

    // A phrase stands in one message, so all of its words are in one segment.
    private bool HoldsPhrases(List<TermTest> tests, List<bool> there) =>
        parsed.Phrases.All(phrase => tests.Select((test, i) => there[i] || !phrase.Words.Contains(test.Term.Text)).All(fits => fits));

    private IEnumerable<SearchedText> TextsOf(PackedPart part)
    {
        var conversation = corpus.Conversations[(part.Segment.OwnerId, part.Segment.ConversationId)];
        return Enumerable.Range(0, Math.Min(part.Segment.MessageCount, part.Texts.Count)).Select(i => new SearchedText(conversation, part, i));
    }

    private IEnumerable<SearchedText> TextsOf(IGrouping<(Guid, Guid), UnpackedMessage> rows)
    {
        var conversation = corpus.Conversations[rows.Key];
        return rows.OrderBy(row => row.Seq).Select(row => new SearchedText(conversation, row));
    }

    /// <summary>On several threads, and counts in the order of the texts.</summary>
    private void ScanAll(IReadOnlyList<IEnumerable<SearchedText>> groups, CancellationToken ct)
    {
        var scanned = new List<(SearchedText Text, ScannedText Scanned)>[groups.Count];
        Parallel.For(
            0, groups.Count, new ParallelOptions { MaxDegreeOfParallelism = MostThreads, CancellationToken = ct }, () => new TextScan(parsed.Terms),
            (i, _, scan) =>
            {
                scanned[i] = [.. groups[i].Where(text => text.IsInSight).Select(text => (text, scan.Read(text.Text, text.Part?.Filter?.OnlyLanguage)))];
                return scan;
            },
            _ => { });
        foreach (var texts in scanned.Where(texts => texts.Count > 0)) Add(texts);
    }

    private void Add(List<(SearchedText Text, ScannedText Scanned)> texts)
    {
        foreach (var (_, found) in texts) counts.Add(found);
        var conversation = texts[0].Text.Conversation;
        if (messages.TryGetValue((conversation.OwnerId, conversation.Id), out var before)) before.AddRange(texts);
        else messages[(conversation.OwnerId, conversation.Id)] = texts;
    }

    private void ScanBeside(IReadOnlyList<PackedPart> unpacked)
    {
        foreach (var conversation in corpus.Conversations.Values)
            ScanAside(new SearchedText(conversation, SearchHitKind.Title, conversation.Title) { Written = conversation.CreatedAt });
        foreach (var part in unpacked)
            if (part.Summary is { } packed && corpus.Conversations[(part.Segment.OwnerId, part.Segment.ConversationId)] is var conversation)
                ScanAside(new SearchedText(conversation, SearchHitKind.Summary, packed) { Written = conversation.ActiveAt });
        foreach (var summary in corpus.Summaries)
        {
            var conversation = corpus.Conversations[(summary.OwnerId, summary.ConversationId)];
            ScanAside(new SearchedText(conversation, SearchHitKind.Summary, summary.Content) { Written = summary.CreatedAt });
        }
    }

    private void ScanAside(SearchedText text)
    {
        var scanned = scan.Read(text.Text);
        if (scanned.Matches.Count > 0) aside.Add((text, scanned));
    }

    private List<FoundText> Rank()
    {
        var ranker = new Ranker(RankingWeights.Default, counts.Idf(), counts.AverageWords);
        var found = new List<FoundText>();
        // What a conversation's messages hold of the query; a title or summary that holds no more says nothing new.
        var most = new Dictionary<(Guid, Guid), int>();
        foreach (var (key, texts) in messages)
        {
            var scores = ranker.Score(texts.ConvertAll(t => new RankedText(t.Scanned, t.Text.IsPersons)));
            for (var i = 0; i < texts.Count; i++)
            {
                if (scores[i] <= 0 || !Fits(texts[i].Text, texts[i].Scanned)) continue;
                found.Add(new FoundText(texts[i].Text, texts[i].Scanned, scores[i]));
                most[key] = Math.Max(most.GetValueOrDefault(key), Held(texts[i].Scanned));
            }
        }

        found.AddRange(aside
            .Where(a => Fits(a.Text, a.Scanned) && Held(a.Scanned) > most.GetValueOrDefault((a.Text.Conversation.OwnerId, a.Text.Conversation.Id)))
            .Select(a => new FoundText(a.Text, a.Scanned, ranker.Score([new RankedText(a.Scanned, a.Text.IsPersons)])[0])));
        return found;
    }

    private int Held(ScannedText text) => text.Matches.Select(m => m.Term).Where(t => !parsed.Terms[t].IsExcluded).Distinct().Count();

    private bool Fits(SearchedText text, ScannedText scanned) =>
        !scanned.Matches.Any(match => parsed.Terms[match.Term].IsExcluded)
        && parsed.Phrases.All(phrase => phrase.Find(text.Text).Count > 0)
        && parsed.Excluded.All(phrase => phrase.Find(text.Text).Count == 0)
        && (text.Kind != SearchHitKind.Message || IsAsked(text));

    // The cheapest first: role, time and tools of what is packed have to be read.
    private bool IsAsked(SearchedText text) =>
        (!query.HasCode || SegmentTerms.HasCode(text.Text))
        && (query.Role is not { } role || text.IsPersons == (role == MessageRole.User))
        && (query.From is not { } from || text.At >= from)
        && (query.Until is not { } until || text.At < until)
        && (query.Tool is not { } tool || text.Tools.Any(name => tool == "*" || name == tool))
        && (query.Except is not { } except || text.Conversation.Id != except.ConversationId || text.Seq != except.Seq);
}
