using System.Numerics;

namespace ConversationMemory.Services.Text.Words;

/// <summary>
/// Tells a text's language by its script and, in Latin script, by its function words. The same text always gets the same answer: filters are made
/// and read by it. Where nothing tells, it is taken for English, so that two short texts are treated alike.
/// </summary>
public static class Languages
{
    private const int MostWords = 80;
    private const int Sure = 4;
    private const int Count = (int)Language.Hebrew + 1;

    public static Language Of(ReadOnlySpan<char> text)
    {
        Span<int> hits = stackalloc int[Count];
        Span<char> lower = stackalloc char[12];
        var words = 0;
        foreach (var place in new WordScanner(text))
        {
            if (place.IsPair) continue;
            var word = text.Slice(place.Start, place.Length);
            if (OfScript(word[0]) is { } certain) hits[(int)certain] += certain == Language.Other ? 0 : 2;
            else if (word.Length <= lower.Length) CountFunctionWord(word, lower, hits);
            if (++words >= MostWords || (words % 8 == 0 && Lead(hits) >= Sure)) break;
        }

        return Best(hits);
    }

    /// <summary>What the script alone says; null for Latin, which many languages share.</summary>
    public static Language? OfScript(char letter) => letter switch
    {
        < '\u0370' => null,
        >= '\u1E00' and <= '\u1EFF' => null,
        >= '\u0400' and <= '\u04FF' => Language.Russian,
        >= '\u0590' and <= '\u05FF' => Language.Hebrew,
        >= '\u0600' and <= '\u06FF' => Language.Arabic,
        _ => Language.Other,
    };

    private static void CountFunctionWord(ReadOnlySpan<char> word, Span<char> lower, Span<int> hits)
    {
        ReadOnlySpan<char> folded = System.Text.Ascii.IsValid(word)
            ? lower[..word.ToLowerInvariant(lower)]
            : Folding.Fold(word);
        for (var languages = FunctionWords.LanguagesOf(folded); languages != 0; languages &= languages - 1)
            hits[BitOperations.TrailingZeroCount(languages)]++;
    }

    private static int Lead(ReadOnlySpan<int> hits)
    {
        var (first, second) = (0, 0);
        foreach (var count in hits)
        {
            if (count > first) (first, second) = (count, first);
            else if (count > second) second = count;
        }

        return first - second;
    }

    private static Language Best(ReadOnlySpan<int> hits)
    {
        var best = Language.English;
        for (var language = 0; language < Count; language++)
            if (hits[language] > hits[(int)best]) best = (Language)language;
        return best;
    }
}
