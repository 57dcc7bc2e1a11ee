using System.Text;

namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>
/// Marks where a word that is longer than a line may end it, by U+200B, which the template takes out again: so a long address wraps, and
/// whoever copies it from the file gets it whole.
/// </summary>
internal static class BreakMarks
{
    private const char Mark = '\u200B';

    // Where so many letters stand in a row it is no word of any script, and its shapes do not matter.
    private const int NoWord = 200;

    /// <param name="text">Any text.</param>
    /// <param name="longest">The longest word that is left alone.</param>
    public static string In(string text, int longest)
    {
        if (!HasLongWord(text, longest)) return text;
        var marked = new StringBuilder(text.Length + (text.Length / 4));
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            Add(marked, text.AsSpan(start, end - start), longest);
            for (start = end; start < text.Length && char.IsWhiteSpace(text[start]); start++) marked.Append(text[start]);
        }

        return marked.ToString();
    }

    private static bool HasLongWord(string text, int longest)
    {
        var run = 0;
        foreach (var character in text)
        {
            run = char.IsWhiteSpace(character) ? 0 : run + 1;
            if (run > longest) return true;
        }

        return false;
    }

    private static void Add(StringBuilder marked, ReadOnlySpan<char> word, int longest)
    {
        if (word.Length <= longest)
        {
            marked.Append(word);
            return;
        }

        var step = Math.Max(4, longest / 6);
        for (var (n, since) = (0, 0); n < word.Length; n++, since++)
        {
            if (since >= step && (IsPlain(word[n - 1], word[n]) || (since >= NoWord && IsBetween(word[n - 1], word[n]))))
            {
                marked.Append(Mark);
                since = 0;
            }

            marked.Append(word[n]);
        }
    }

    // Letters that change their shape beside each other, and signs that belong together, stay together.
    private static bool IsPlain(char before, char after) => before < '\u0300' && after < '\u0300' && !char.IsControl(after);

    private static bool IsBetween(char before, char after) => !char.IsLowSurrogate(after) && before != '\u200D' && after is not ('\u200D' or (>= '\uFE00' and <= '\uFE0F'));
}
