using System.Globalization;
using System.Text;

namespace ConversationMemory.Services.Exports.PlainText;

/// <summary>How wide text is where each letter is as wide as the next, but for those of East Asia and pictures, which are twice as wide.</summary>
internal static class TextColumns
{
    /// <summary>Lines of at most so many columns. A word that is longer is a line by itself, whole: so an address stays one.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        var (line, width) = (new StringBuilder(), 0);
        foreach (var word in Words(text))
        {
            var needed = Width(word.AsSpan().TrimEnd(' '));
            if (width > 0 && width + needed > columns)
            {
                yield return line.ToString().TrimEnd(' ');
                line.Clear();
                width = 0;
            }

            line.Append(word);
            width += Width(word);
        }

        yield return line.ToString().TrimEnd(' ');
    }

    public static int Width(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    // With the spaces behind them. Between two wide letters a line may end, too.
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var (wasSpace, wasWide) = (false, false);
        foreach (var rune in text.EnumerateRunes())
        {
            var isWide = Width(rune) == 2 && Rune.IsLetter(rune);
            if (word.Length > 0 && rune.Value != ' ' && (wasSpace || (wasWide && isWide)))
            {
                yield return word.ToString();
                word.Clear();
            }

            word.Append(rune);
            (wasSpace, wasWide) = (rune.Value == ' ', isWide);
        }

        if (word.Length > 0) yield return word.ToString();
    }

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
        _ => rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1,
    };
}
