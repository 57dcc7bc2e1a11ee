using ConversationMemory.Services.Messages.Packing.Terms;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Queries;

/// <summary>Asks filters for one term of a query.</summary>
public sealed class TermTest
{
    private static readonly Language[] All = Enum.GetValues<Language>();

    // For each language the key of the stem's root; null where texts of that language do not keep the word.
    private readonly uint?[]? roots;
    private readonly uint? key;

    public TermTest(QueryTerm term)
    {
        Term = term;
        if (term.IsPair) key = term.IsOne ? null : TermKey.OfPair(term.Text);
        else if (term.IsPrefix || term.IsExact) key = IsKnown(term) ? TermKey.OfRoot(term.Text) : null;
        IsBlind = key is null && (term.IsPair || term.IsPrefix || term.IsExact);
        if (!term.IsPair && !term.IsExact)
            roots = [.. All.Select(language => TermKey.IsLeftOut(language, term.Text) ? (uint?)null : TermKey.OfRoot(term.StemIn(language)))];
    }

    public QueryTerm Term { get; }

    /// <summary>Filters cannot tell whether it occurs.</summary>
    public bool IsBlind { get; }

    public bool MayBeIn(TermFilter filter)
    {
        if (IsBlind || (key is { } own && filter.MayHold(own))) return true;
        if (roots is null) return false;
        foreach (var language in All)
            if (filter.Speaks(language) && (roots[(int)language] is not { } root || filter.MayHold(root))) return true;
        return false;
    }

    private static bool IsKnown(QueryTerm term) => term.IsPrefix
        ? term.Text.Length >= TermKey.RootLength
        : FunctionWords.LanguagesOf(term.Text) == 0;
}
