using ConversationMemory.Data;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Search;

/// <summary>
/// Searches the current user's conversations, and those that others share with them: messages, titles and summaries, packed or not, the archive
/// included. How: docs/search.md. Reads within the caller's transaction.
/// </summary>
public sealed class ConversationSearch(AppDbContext db)
{
    /// <param name="query">What to find.</param>
    /// <param name="after">The page before ended here; null: the first page.</param>
    /// <param name="limit">At most so many hits.</param>
    /// <param name="ct">Ends the search.</param>
    public Task<SearchPage> FindAsync(SearchQuery query, SearchCursor? after, int limit, CancellationToken ct) =>
        Telemetry.MeasureAsync("search", () => SearchAsync(query, after, limit, ct));

    private async Task<SearchPage> SearchAsync(SearchQuery query, SearchCursor? after, int limit, CancellationToken ct)
    {
        var parsed = Parse(query);
        query = WithOperators(query, parsed);
        if (parsed.IsEmpty) return SearchPage.Empty;
        var corpus = await SearchCorpus.ReadAsync(db, query, ct);
        var run = new SearchRun(corpus, parsed, query);
        var found = await run.FindAsync(ct);
        if (query.IsExact || await CorrectAsync(corpus, run, query, ct) is not { } corrected) return Page(corpus, parsed, found, (after, limit));
        var other = Parse(query with { Text = corrected });
        var better = await new SearchRun(corpus, other, query).FindAsync(ct);
        return better.Count == 0 ? Page(corpus, parsed, found, (after, limit)) : Page(corpus, other, better, (after, limit)) with { Corrected = corrected };
    }

    private static ParsedQuery Parse(SearchQuery query)
    {
        var text = query.Text.Length > SearchQuery.MaxLength ? query.Text[..SearchQuery.MaxLength] : query.Text;
        return query.IsPlain ? QueryParser.ParsePlain(text) : QueryParser.Parse(text, query.IsTyping);
    }

    private static SearchQuery WithOperators(SearchQuery query, ParsedQuery parsed) =>
        parsed.Operators.Aggregate(query, (before, said) => SearchOperators.Apply(before, said) ?? before);

    // In the texts that are not packed, and as many of the newest that are as one search unpacks.
    private static async Task<string?> CorrectAsync(SearchCorpus corpus, SearchRun run, SearchQuery query, CancellationToken ct)
    {
        var spelling = new Spelling(run.Missing);
        if (!spelling.IsNeeded) return null;
        foreach (var conversation in corpus.Conversations.Values) spelling.Read(conversation.Title);
        foreach (var message in corpus.Messages.SelectMany(m => m)) spelling.Read(message.Content);
        var newest = corpus.Segments.OrderByDescending(s => corpus.Conversations[(s.Segment.OwnerId, s.Segment.ConversationId)].ActiveAt);
        foreach (var part in await corpus.UnpackAsync(newest, ct))
            foreach (var text in part.Texts) spelling.Read(text);
        return spelling.Correct(query.Text);
    }

    private static SearchPage Page(SearchCorpus corpus, ParsedQuery parsed, IReadOnlyList<FoundText> found, (SearchCursor? After, int Limit) page)
    {
        var hits = found
            .Where(f => page.After is null || IsAfter(page.After, f))
            .OrderByDescending(f => f.Score).ThenByDescending(f => f.Source.Conversation.Id).ThenByDescending(f => f.Source.Place)
            .Where(f => f.Source.Role is null or "user" or "assistant")
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
