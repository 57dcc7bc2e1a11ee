using System.Buffers;
using System.Text;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Ranking;

/// <summary>
/// Tells of most texts that no word of a query is in them, without looking for words: by their first letters, which folding leaves as they are in ASCII,
/// and stemming but for the last ones of a stem. What the stemmers do to those is listed here; WordBeginningsTests holds them to it.
/// </summary>
public sealed class WordBeginnings
{
    private const int Fewest = 3;

    // More tell little more.
    private const int Most = 6;

    private static readonly Language[] All = Enum.GetValues<Language>();

    // Porter's exceptions: dying, lying, tying, skies.
    private static readonly Dictionary<string, string> Exceptions = new() { ["die"] = "dyi", ["lie"] = "lyi", ["tie"] = "tyi", ["sky"] = "ski" };

    // Outside of ASCII, what is ASCII or nothing when it is folded: letters with accents, ligatures, other forms of letters, joiners. And all beyond the first plane.
    private static readonly SearchValues<char> Folded = SearchValues.Create(
        [.. Enumerable.Range(0x80, 0x10000 - 0x80).Select(unit => (char)unit).Where(unit => char.IsSurrogate(unit) || IsFolded(unit))]);

    private readonly SearchValues<string> beginnings;

    private WordBeginnings(IReadOnlyList<string> beginnings) => this.beginnings = SearchValues.Create(
        [.. beginnings.Where(one => !beginnings.Any(other => other.Length < one.Length && one.StartsWith(other, StringComparison.Ordinal)))], StringComparison.OrdinalIgnoreCase);

    /// <returns>Null where a term is too short, or of a script of which this does not hold.</returns>
    public static WordBeginnings? Of(IReadOnlyList<QueryTerm> terms) =>
        terms.Count > 0 && terms.All(term => !term.IsPair && term.Text.Length >= Fewest && Ascii.IsValid(term.Text))
            ? new WordBeginnings([.. terms.SelectMany(Of).Distinct()])
            : null;

    /// <returns>False: certainly none is in it.</returns>
    public bool MayBeIn(ReadOnlySpan<char> text) => text.ContainsAny(beginnings) || (!Ascii.IsValid(text) && text.ContainsAny(Folded));

    private static bool IsFolded(char unit)
    {
        if (Letters.Of(unit) is LetterKind.None) return false;
        var folded = Folding.Fold([unit]);
        return folded.Length == 0 || folded.Any(char.IsAscii);
    }

    private static IEnumerable<string> Of(QueryTerm term)
    {
        yield return Cut(term.Text, Most);
        if (term.IsExact) yield break;
        foreach (var stem in All.Select(term.StemIn).Where(stem => Ascii.IsValid(stem)).Distinct())
        {
            yield return Cut(stem, Math.Clamp(stem.Length - LettersThatChange(stem), Fewest, Most));
            if (Exceptions.TryGetValue(stem, out var exception)) yield return exception;
            foreach (var other in OthersOf(stem)) yield return other;
        }
    }

    // At its end: French actrice (acteur), Portuguese leoes (leao), English possibility (possible); else one letter at most, as in happy (happi).
    private static int LettersThatChange(string stem) => stem switch
    {
        _ when stem.EndsWith("teur", StringComparison.Ordinal) => 3,
        _ when stem.EndsWith("ao", StringComparison.Ordinal) || stem[^1] == 'e' => 2,
        _ => 1,
    };

    private static string Cut(string word, int letters) => word[..Math.Min(letters, word.Length)];

    /// <summary>How words may begin whose stem is so short that something within the first letters was changed.</summary>
    private static IEnumerable<string> OthersOf(string stem)
    {
        if (stem.Length is < Fewest or > Fewest + 1) yield break;
        // Dutch: boom becomes bom.
        yield return Cut(stem.Insert(stem.Length - 1, stem[^2].ToString()), Fewest);
        // Portuguese: leoes and maes become leao and mao.
        if (stem.EndsWith("ao", StringComparison.Ordinal))
        {
            yield return Cut(stem[..^2] + "oe", Fewest);
            yield return Cut(stem[..^2] + "ae", Fewest);
        }

        if (stem.Length > Fewest) yield break;
        // English fly (fli) and using (use), Dutch loven (lof) and huizen, Spanish luces (luz), French maux and Portuguese pais (mal, pal), bens (bem), leoes (lea).
        var before = stem[^1] switch { 'i' => "y", 'e' => "i", 'a' => "o", 'f' => "v", 's' => "z", 'z' => "c", 'l' => "ui", 'm' => "n", _ => "" };
        foreach (var letter in before) yield return stem[..^1] + letter;
    }
}
