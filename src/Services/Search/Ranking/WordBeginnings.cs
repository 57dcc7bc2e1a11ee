using System.Buffers;
using System.Text;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Words;

namespace ConversationMemory.Services.Search.Ranking;

/// <summary>
/// Tells of most texts that no word of a query is in them, without looking for words: by the first three letters, which folding leaves as they are in ASCII,
/// and stemming in words that are not very short. What the stemmers do to those is listed here; WordBeginningsTests holds them to it.
/// </summary>
public sealed class WordBeginnings
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
    public bool MayBeIn(ReadOnlySpan<char> text) => text.ContainsAny(beginnings) || (!Ascii.IsValid(text) && MayFold(text));

    // Letters with accents, ligatures, and other forms of letters: folded they may be ASCII.
    private static bool MayFold(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\u00AA', '\u036F') || text.ContainsAnyInRange('\u1D00', '\u1EFF') || text.ContainsAnyInRange('\u2070', '\u218F')
        || text.ContainsAnyInRange('\u2460', '\u24FF') || text.ContainsAnyInRange('\u2C60', '\u2C7F') || text.ContainsAnyInRange('\u3200', '\u33FF')
        || text.ContainsAnyInRange('\uA720', '\uA7FF') || text.ContainsAnyInRange('\uFB00', '\uFB06') || text.ContainsAnyInRange('\uFF00', '\uFFEF')
        || text.ContainsAnyInRange('\uD800', '\uD83C');

    private static IEnumerable<string> Of(QueryTerm term)
    {
        yield return term.Text[..Letters];
        if (term.IsExact) yield break;
        foreach (var stem in All.Select(term.StemIn).Where(stem => Ascii.IsValid(stem)).Distinct())
        {
            yield return stem[..Math.Min(Letters, stem.Length)];
            if (Exceptions.TryGetValue(stem, out var exception)) yield return exception;
            foreach (var other in OthersOf(stem)) yield return other;
        }
    }

    /// <summary>How words may begin whose stem is so short that something within the first three letters was changed.</summary>
    private static IEnumerable<string> OthersOf(string stem)
    {
        if (stem.Length is < Letters or > Letters + 1) yield break;
        // Dutch: boom becomes bom.
        yield return stem.Insert(stem.Length - 1, stem[^2].ToString())[..Letters];
        // Portuguese: leoes and maes become leao and mao.
        if (stem.EndsWith("ao", StringComparison.Ordinal))
        {
            yield return (stem[..^2] + "oe")[..Letters];
            yield return (stem[..^2] + "ae")[..Letters];
        }

        if (stem.Length > Letters) yield break;
        // English fly (fli), Dutch loven (lof) and huizen, Spanish luces (luz), French maux and Portuguese pais (mal, pal), bens (bem).
        var before = stem[^1] switch { 'i' => "y", 'f' => "v", 's' => "z", 'z' => "c", 'l' => "ui", 'm' => "n", _ => "" };
        foreach (var letter in before) yield return stem[..^1] + letter;
    }
}
