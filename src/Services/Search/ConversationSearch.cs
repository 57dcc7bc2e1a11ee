using ConversationMemory.Data;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Search;

/// <summary>
/// Searches the current user's conversations, and those that others share with them: messages, titles and summaries, packed or not, the archive
/// included. How: docs/search.md. Reads in short transactions of its own, and computes between them on threads of its own.
/// </summary>
public sealed class ConversationSearch(AppDbContext db, SearchGate gate, ComputeThreads threads)
{
    // Of texts in which a word is looked for that the query may have meant: some 25,000 messages.
    private const int MostSpelledCharacters = 5_000_000;

    /// <param name="query">What to find.</param>
    /// <param name="after">The page before ended here; null: the first page.</param>
    /// <param name="limit">At most so many hits.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="SearchBusyException">Too many searches are waiting already.</exception>
    public Task<SearchPage> FindAsync(SearchQuery query, SearchCursor? after, int limit, CancellationToken ct) =>
        Telemetry.MeasureAsync("search", () => SearchAsync(query, after, limit, ct));

    private async Task<SearchPage> SearchAsync(SearchQuery query, SearchCursor? after, int limit, CancellationToken ct)
    {
        var parsed = Parse(query);
        query = WithOperators(query, parsed);
        if (parsed.IsEmpty) return SearchPage.Empty;
        using var place = await gate.EnterAsync(db.CurrentUser.RequiredId, ct);
        var corpus = await SearchCorpus.ReadAsync(db, threads, query, ct);
        var page = await FindAsync(corpus, parsed, query, (after, limit), ct);
        if (!corpus.HasMoved) return page;
        // Once more; who writes at every moment is left out then.
        corpus = await SearchCorpus.ReadAsync(db, threads, query, ct);
        page = await FindAsync(corpus, parsed, query, (after, limit), ct);
        return page with { IsPartial = page.IsPartial || corpus.HasMoved };
    }

    private async Task<SearchPage> FindAsync(SearchCorpus corpus, ParsedQuery parsed, SearchQuery query, (SearchCursor? After, int Limit) part, CancellationToken ct)
    {
        var run = new SearchRun(corpus, parsed, query);
        var found = await run.FindAsync(threads, ct);
        if (!query.IsExact && await CorrectAsync(corpus, run, query, ct) is { } corrected)
        {
            var other = Parse(query with { Text = corrected });
            var better = await new SearchRun(corpus, other, query).FindAsync(threads, ct);
            if (better.Count > 0) return await threads.RunAsync(() => Page(corpus, other, better, part), ct) with { Corrected = corrected };
        }

        return await threads.RunAsync(() => Page(corpus, parsed, found, part), ct);
    }

    private static ParsedQuery Parse(SearchQuery query)
    {
        var text = query.Text.Length > SearchQuery.MaxLength ? query.Text[..SearchQuery.MaxLength] : query.Text;
        return query.IsPlain ? QueryParser.ParsePlain(text) : QueryParser.Parse(text, query.IsTyping);
    }

    private static SearchQuery WithOperators(SearchQuery query, ParsedQuery parsed) =>
        parsed.Operators.Aggregate(query, (before, said) => SearchOperators.Apply(before, said) ?? before);

    // In the titles, in the texts that are not packed, and in the newest that are.
    private async Task<string?> CorrectAsync(SearchCorpus corpus, SearchRun run, SearchQuery query, CancellationToken ct)
    {
        var spelling = new Spelling(run.Missing);
        if (!spelling.IsNeeded) return null;
        var newest = corpus.Segments.OrderByDescending(s => corpus.Conversations[(s.Segment.OwnerId, s.Segment.ConversationId)].ActiveAt).ToList();
        var (parts, _) = await corpus.UnpackAsync(newest, SearchCorpus.MostPackedBytes / 4, ct);
        return await threads.RunAsync(() => Correct(corpus, parts, spelling, query, ct), ct);
    }

    private static string? Correct(SearchCorpus corpus, IReadOnlyList<PackedPart> parts, Spelling spelling, SearchQuery query, CancellationToken ct)
    {
        var left = MostSpelledCharacters;
        foreach (var text in corpus.Conversations.Values.Select(c => c.Title)
            .Concat(corpus.Messages.SelectMany(m => m).Select(m => m.Content))
            .Concat(parts.SelectMany(part => part.Texts))
            .TakeWhile(text => (left -= text.Length) > 0))
        {
            ct.ThrowIfCancellationRequested();
            spelling.Read(text);
        }

        return spelling.Correct(query.Text);
    }

    private static SearchPage Page(SearchCorpus corpus, ParsedQuery parsed, IReadOnlyList<FoundText> found, (SearchCursor? After, int Limit) page)
    {
        var hits = found
            .Where(f => page.After is null || IsAfter(page.After, f))
            .OrderByDescending(f => f.Score).ThenByDescending(f => f.Source.Conversation.Id).ThenByDescending(f => f.Source.Place)
            .Where(f => f.Source.Role is null or MessageRole.User or MessageRole.Assistant)
            .Take(page.Limit + 1)
            .ToList();
        var isLast = hits.Count <= page.Limit;
        if (!isLast) hits.RemoveAt(page.Limit);
        return new SearchPage(hits.ConvertAll(found => Hit(found, parsed)), isLast ? null : Cursor(hits[^1])) { IsPartial = corpus.IsPartial };
    }

    private static SearchCursor Cursor(FoundText last) => new(last.Score, last.Source.Conversation.Id, last.Source.Place);

    private static bool IsAfter(SearchCursor after, FoundText found)
    {
        if (found.Score != after.Score) return found.Score < after.Score;
        var byId = found.Source.Conversation.Id.CompareTo(after.ConversationId);
        return byId != 0 ? byId < 0 : found.Source.Place < after.Place;
    }

    private static SearchHit Hit(FoundText found, ParsedQuery parsed)
    {
        var conversation = found.Source.Conversation;
        var isMessage = found.Source.Kind == SearchHitKind.Message;
        return new SearchHit(conversation.OwnerId, conversation.Id, found.Source.Seq, found.Source.Kind)
        {
            Role = isMessage ? found.Source.Role : null,
            Title = conversation.Title,
            Snippet = Snippets.Of(found.Source.Text, found.Scanned, parsed.Phrases),
            At = found.Source.At,
            IsArchived = conversation.IsArchived,
            IsPinned = conversation.IsPinned,
            IsShared = conversation.IsShared,
            IsByOthers = conversation.IsByOthers,
        };
    }
}
