using System.Buffers;
using System.Text;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Words;

namespace ConversationMemory.Services.Search.Ranking;

/// <summary>
/// Tells of most texts that no word of a query is in them, without looking for words: by the first three letters, which folding leaves as they are in ASCII,
/// and stemming in words that are not very short. What the stemmers do to those is listed here; WordBeginningsTests holds them to it.
/// </summary>
internal sealed class WordBeginnings
{
    private const int Letters = 3;

    private static readonly Language[] All = Enum.GetValues<Language>();

    // Porter's exceptions: dying, lying, tying, skies.
    private static readonly Dictionary<string, string> Exceptions = new() { ["die"] = "dyi", ["lie"] = "lyi", ["tie"] = "tyi", ["sky"] = "ski" };

    private readonly SearchValues<string> beginnings;

    private WordBeginnings(IEnumerable<string> beginnings) => this.beginnings = SearchValues.Create([.. beginnings], StringComparison.OrdinalIgnoreCase);

    /// <returns>Null where a term is too short, or of a script of which this does not hold.</returns>
    public static WordBeginnings? Of(IReadOnlyList<QueryTerm> terms) =>
        terms.Count > 0 && terms.All(term => !term.IsPair && term.Text.Length >= Letters && Ascii.IsValid(term.Text))
            ? new WordBeginnings(terms.SelectMany(Of).Distinct())
            : null;

    /// <returns>False: certainly none is in it.</returns>
    public bool MayBeIn(ReadOnlySpan<char> text) => !Ascii.IsValid(text) || text.ContainsAny(beginnings);

    private static IEnumerable<string> Of(QueryTerm term)
    {
        yield return term.Text[..Letters];
        if (term.IsExact) yield break;
        foreach (var stem in All.Select(term.StemIn).Where(stem => Ascii.IsValid(stem)).Distinct())
        {
            yield return stem[..Math.Min(Letters, stem.Length)];
            if (Exceptions.TryGetValue(stem, out var exception)) yield return exception;
            if (stem.Length > Letters + 1) continue;
            // Dutch: boom becomes bom, and lov lof.
            if (stem.Length > 2) yield return stem.Insert(stem.Length - 1, stem[^2].ToString())[..Letters];
            if (stem.Length == Letters && stem[^1] is 'f' or 's') yield return stem[..^1] + (stem[^1] == 'f' ? 'v' : 'z');
        }
    }
}
