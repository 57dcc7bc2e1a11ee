using System.Text;

namespace ConversationMemory.Services.Exports;

/// <summary>Plain text in a Markdown line: on one line, and nothing in it means anything.</summary>
internal static class InlineText
{
    private const string Meaningful = "\\`*_[]<>#~|&$";

    public static string Escape(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && Meaningful.Contains((char)rune.Value, StringComparison.Ordinal)) line.Append('\\');
            line.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }

        return line.ToString().Trim();
    }
}
