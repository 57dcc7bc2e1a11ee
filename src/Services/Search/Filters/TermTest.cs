using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Words;

namespace ConversationMemory.Services.Search.Filters;

/// <summary>Asks filters for one term of a query.</summary>
internal sealed class TermTest
{
    private static readonly Language[] All = Enum.GetValues<Language>();

    // For each language the key of the stem's root; null where texts of that language do not keep the word.
    private readonly uint?[]? roots;
    private readonly uint? key;

    public TermTest(QueryTerm term)
    {
        Term = term;
        if (term.IsPair) key = IsOne(term.Text) ? null : TermKey.OfPair(term.Text);
        else if (term.IsPrefix || term.IsExact) key = IsKnown(term) ? TermKey.OfRoot(term.Text) : null;
        else roots = [.. All.Select(language => TermKey.IsLeftOut(language, term.Text) ? (uint?)null : TermKey.OfRoot(term.StemIn(language)))];
    }

    public QueryTerm Term { get; }

    /// <summary>Filters cannot tell whether it occurs.</summary>
    public bool IsBlind => roots is null && key is null;

    public bool MayBeIn(TermFilter filter)
    {
        if (roots is null) return key is not { } one || filter.MayHold(one);
        foreach (var language in All)
            if (filter.Speaks(language) && (roots[(int)language] is not { } root || filter.MayHold(root))) return true;
        return false;
    }

    private static bool IsKnown(QueryTerm term) => term.IsPrefix
        ? term.Text.Length >= TermKey.RootLength
        : FunctionWords.LanguagesOf(term.Text) == 0;

    // One character of a script without spaces is in many pairs.
    private static bool IsOne(string text) => text.Length == 1 || (text.Length == 2 && char.IsHighSurrogate(text[0]));
}
