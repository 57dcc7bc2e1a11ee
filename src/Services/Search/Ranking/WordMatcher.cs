using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Text.Stemming;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Ranking;

/// <summary>Tells which term of a query a word of a text is, remembering each word that it has seen. Of one search; not for several threads.</summary>
internal sealed class WordMatcher(IReadOnlyList<QueryTerm> terms)
{
    // Folding and stemming leave the first letter of a word in Latin script as it is but for its case, so most words need neither.
    private readonly bool[] openings = Openings(terms);

    private readonly Dictionary<string, int>?[] known = new Dictionary<string, int>?[Enum.GetValues<Language>().Length];

    /// <returns>The place of the term; -1 for none.</returns>
    public int Find(Language language, ReadOnlySpan<char> word)
    {
        if (char.IsAscii(word[0]) && !openings[word[0]]) return -1;
        var words = known[(int)language] ??= [];
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(word, out var term)) return term;
        term = FindFolded(language, Folding.Fold(word));
        lookup[word] = term;
        return term;
    }

    private int FindFolded(Language language, string folded)
    {
        if (folded.Length == 0) return -1;
        var stem = Stemmer.Stem(language, folded);
        for (var term = 0; term < terms.Count; term++)
            if (terms[term].Matches(language, folded, stem)) return term;
        return -1;
    }

    private static bool[] Openings(IReadOnlyList<QueryTerm> terms)
    {
        var openings = new bool[128];
        foreach (var first in terms.Where(term => char.IsAscii(term.Text[0])).Select(term => term.Text[0]))
            openings[first] = openings[char.ToUpperInvariant(first)] = true;
        return openings;
    }
}
