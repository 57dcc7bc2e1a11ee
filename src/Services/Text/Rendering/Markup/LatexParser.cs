using Markdig.Helpers;
using Markdig.Parsers;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>Finds <c>\(…\)</c>, <c>\[…\]</c>, <c>$$…$$</c> and <c>$…$</c> within a paragraph.</summary>
internal sealed class LatexParser : InlineParser
{
    // A closing delimiter is looked for this far only, or a page of dollar signs would take time by the square.
    private const int LongestFormula = 2_000;
    private const int LongestDollarFormula = 200;

    public LatexParser() => OpeningCharacters = ['\\', '$'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var rest = slice.Text.AsSpan(slice.Start, slice.Length);
        var length = rest[0] == '\\' ? BackslashFormula(rest) : DollarFormula(rest);
        if (length == 0)
            return false;
        processor.Inline = new LatexInline(rest[..length].ToString());
        slice.Start += length;
        return true;
    }

    private static int BackslashFormula(ReadOnlySpan<char> text) => text switch
    {
        ['\\', '(', ..] => Enclosed(text, "\\)"),
        ['\\', '[', ..] => Enclosed(text, "\\]"),
        _ => 0,
    };

    // Not "$5 and $10": the opening sign stands before the formula, the closing one behind it, and no digit follows.
    private static int DollarFormula(ReadOnlySpan<char> text)
    {
        if (text is ['$', '$', ..])
            return Enclosed(text, "$$");
        if (text.Length < 3 || char.IsWhiteSpace(text[1]))
            return 0;
        var window = text[1..Math.Min(text.Length, LongestDollarFormula)];
        var close = window.IndexOfAny('$', '\n') + 1;
        return close > 1 && text[close] == '$' && !char.IsWhiteSpace(text[close - 1])
            && (close + 1 == text.Length || !char.IsAsciiDigit(text[close + 1]))
            ? close + 1
            : 0;
    }

    private static int Enclosed(ReadOnlySpan<char> text, string closing)
    {
        var close = text[2..Math.Min(text.Length, LongestFormula)].IndexOf(closing);
        return close <= 0 ? 0 : close + 4;
    }
}
