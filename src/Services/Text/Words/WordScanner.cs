namespace ConversationMemory.Services.Text.Words;

/// <summary>Where a word stands in a text, in UTF-16 units.</summary>
/// <param name="IsPair">Two neighbours of a script without spaces; a run of one alone is a pair of one.</param>
public readonly record struct WordPlace(int Start, int Length, bool IsPair)
{
    public int End => Start + Length;
}

/// <summary>Finds the words of a text, without making a string of any: runs of letters and digits, and pairs where a script writes no spaces.</summary>
public ref struct WordScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> text = text;
    private int at;
    private bool withinPairs;

    public WordPlace Current { get; private set; }

    public readonly WordScanner GetEnumerator() => this;

    public bool MoveNext()
    {
        var units = text;
        var start = at;
        while (start < units.Length && Letters.Of(units[start]) is LetterKind.None or LetterKind.Silent)
        {
            withinPairs = false;
            start++;
        }

        if (start >= units.Length) return false;
        return Letters.Of(units[start]) == LetterKind.Pair ? MoveToPair(start) : MoveToWord(start);
    }

    private bool MoveToWord(int start)
    {
        var end = start + 1;
        while (end < text.Length && Letters.Of(text[end]) is LetterKind.Word or LetterKind.Silent) end++;
        Current = new WordPlace(start, end - start, IsPair: false);
        at = end;
        withinPairs = false;
        return true;
    }

    private bool MoveToPair(int start)
    {
        var second = start + Width(start);
        if (second < text.Length && Letters.Of(text[second]) == LetterKind.Pair)
        {
            Current = new WordPlace(start, second + Width(second) - start, IsPair: true);
            at = second;
            withinPairs = true;
            return true;
        }

        at = second;
        if (withinPairs)
        {
            // The last of a run has been the second of a pair.
            withinPairs = false;
            return MoveNext();
        }

        Current = new WordPlace(start, second - start, IsPair: true);
        return true;
    }

    private readonly int Width(int start) =>
        start + 1 < text.Length && char.IsHighSurrogate(text[start]) && char.IsLowSurrogate(text[start + 1]) ? 2 : 1;
}
