using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Messages.Packing.Terms;

/// <summary>
/// Numbers that stand for words in filters. They are kept: what makes them (<see cref="Folding"/>, the stemmers, this) may change only with the
/// version of <see cref="TermFilter"/>.
/// </summary>
public static class TermKey
{
    /// <summary>So much of a word, and of its stem, is known by a filter: by that it also answers for beginnings of this length.</summary>
    public const int RootLength = 5;

    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The beginning of a word, or of its stem.</summary>
    public static uint OfRoot(ReadOnlySpan<char> word) => Hash('w', word[..Math.Min(RootLength, word.Length)]);

    /// <summary>Two neighbours of a script without spaces.</summary>
    public static uint OfPair(ReadOnlySpan<char> pair) => Hash('p', pair);

    public static uint OfTool(ReadOnlySpan<char> name) => Hash('t', name);

    /// <summary>Whether a word by itself is not in filters, because every text has it.</summary>
    public static bool IsLeftOut(Language language, string folded) => FunctionWords.Has(language, folded);

    // FNV-1a over UTF-16 units, then mixed so that the upper bits depend on all of them.
    private static uint Hash(char kind, ReadOnlySpan<char> text)
    {
        var hash = (Offset ^ kind) * Prime;
        foreach (var unit in text) hash = (hash ^ unit) * Prime;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        return (uint)((hash ^ (hash >> 33)) >> 32);
    }
}
