using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Queries;

/// <summary>
/// Reads what people type: words, <c>"phrases"</c>, <c>-without</c>, <c>begin*</c>, <c>name:value</c>. There is nothing that it refuses: what is no
/// operator is text.
/// </summary>
public sealed class QueryParser
{
    /// <summary>More words than this are not looked for.</summary>
    public const int MostTerms = 256;

    private static readonly SearchQuery Anything = new("");

    private readonly List<QueryTerm> words = [];
    private readonly List<QueryTerm> ofPhrases = [];
    private readonly List<QueryTerm> excludedWords = [];
    private readonly List<Phrase> phrases = [];
    private readonly List<Phrase> excluded = [];
    private readonly List<QueryOperator> operators = [];
    private readonly string text;
    private readonly bool isTyping;

    private QueryParser(string text, bool isTyping) => (this.text, this.isTyping) = (text, isTyping);

    /// <param name="text">As it was typed.</param>
    /// <param name="isTyping">The last word may not be ready yet: it is taken for the beginning of one.</param>
    public static ParsedQuery Parse(string text, bool isTyping = false) => new QueryParser(text, isTyping).Run();

    /// <summary>The words of a text in which nothing means anything else.</summary>
    public static ParsedQuery ParsePlain(string text)
    {
        var parser = new QueryParser(text, isTyping: false);
        parser.words.AddRange(Words(text));
        return parser.Result();
    }

    private ParsedQuery Run()
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at])) at++;
            else at = ReadPart(at);
        }

        return Result();
    }

    private ParsedQuery Result()
    {
        var language = Languages.Of(string.Join(' ', words.Select(word => word.Text)));
        var telling = words.Where(word => word.IsPair || word.IsPrefix || !FunctionWords.Has(language, word.Text)).ToList();
        var looked = (telling.Count > 0 || ofPhrases.Count > 0 ? telling : words).Concat(ofPhrases);
        return new ParsedQuery(Distinct(looked, excludedWords), phrases, excluded, operators);
    }

    private static List<QueryTerm> Distinct(IEnumerable<QueryTerm> looked, IEnumerable<QueryTerm> excluded) =>
    [
        .. looked.GroupBy(term => term.Text)
            .Select(same => same.First() with { IsExact = same.All(term => term.IsExact), IsPrefix = same.Any(term => term.IsPrefix), Times = same.Count() })
            .Take(MostTerms),
        .. excluded.DistinctBy(term => term.Text).Take(MostTerms),
    ];

    private int ReadPart(int at)
    {
        var isExcluded = text[at] is '-' or '−' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]) && text[at + 1] != '-';
        if (isExcluded) at++;
        if (IsQuote(text[at])) return ReadPhrase(at + 1, isExcluded);
        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !IsQuote(text[end])) end++;
        // A quote within a word parts nothing: 24" is no phrase.
        if (ReadOperator(at, end) is { } after) return after;
        AddWords(text[at..end], isExcluded, isLast: end == text.Length);
        return end;
    }

    private int? ReadOperator(int at, int end)
    {
        var colon = text.AsSpan(at, end - at).IndexOf(':');
        if (colon <= 0) return null;
        var begin = at + colon + 1;
        var (value, after) = (text[begin..end], end);
        if (begin == end && begin < text.Length && IsQuote(text[begin]))
        {
            var close = begin + 1;
            while (close < text.Length && !IsQuote(text[close])) close++;
            (value, after) = (text[(begin + 1)..close], Math.Min(close + 1, text.Length));
        }

        var said = new QueryOperator(text[at..(begin - 1)].ToLowerInvariant(), value);
        if (SearchOperators.Apply(Anything, said) is null) return null;
        operators.Add(said);
        return after;
    }

    private int ReadPhrase(int at, bool isExcluded)
    {
        var end = at;
        while (end < text.Length && !IsQuote(text[end])) end++;
        var parts = Words(text[at..end]);
        if (parts.Count > 0)
        {
            var phrase = new Phrase([.. parts.Take(MostTerms).Select(part => part.Text)], EndsOpen: isTyping && end == text.Length);
            (isExcluded ? excluded : phrases).Add(phrase);
            if (!isExcluded) ofPhrases.AddRange(parts.Take(MostTerms).Select((part, i) => part with { IsExact = true, IsPrefix = phrase.EndsOpen && i == phrase.Words.Count - 1 }));
        }

        return Math.Min(end + 1, text.Length);
    }

    private void AddWords(string part, bool isExcluded, bool isLast)
    {
        var isPrefix = part.EndsWith('*') || (isTyping && isLast && !isExcluded);
        var found = Words(part);
        if (found.Count == 0) return;
        if (isPrefix && !found[^1].IsPair) found[^1] = found[^1] with { IsPrefix = true, IsExact = part.EndsWith('*') };
        if (!isExcluded) words.AddRange(found);
        else if (found.Count == 1) excludedWords.Add(found[0] with { IsExcluded = true });
        else excluded.Add(new Phrase([.. found.Select(word => word.Text)]));
    }

    private static List<QueryTerm> Words(string part)
    {
        var found = new List<QueryTerm>();
        foreach (var place in new WordScanner(part))
            if (Folding.Fold(part.AsSpan(place.Start, place.Length)) is { Length: > 0 } folded) found.Add(new QueryTerm(folded, IsPair: place.IsPair));
        return found;
    }

    private static bool IsQuote(char unit) => unit is '"' or '“' or '”' or '„' or '«' or '»' or '「' or '」' or '『' or '』';
}
