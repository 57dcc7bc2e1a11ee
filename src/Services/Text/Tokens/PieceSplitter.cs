using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ConversationMemory.Services.Text.Tokens;

/// <summary>Cuts text into the pieces within which bytes are merged, as each encoding defines them.</summary>
internal static partial class PieceSplitter
{
    // The endings are spelled out because the original ignores case by Unicode's rules, where ſ is an s.
    private const string Endings = "'(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])";

    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?:" + Endings + ")?" +
        @"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?:" + Endings + ")?" +
        @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    public static partial Regex O200k { get; }

    [GeneratedRegex(
        Endings + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    public static partial Regex Cl100k { get; }

    /// <summary>
    /// .NET's patterns see a character beyond U+FFFF as two surrogates of no useful category. This puts one character of
    /// the same category in its place, so that the pieces come out right; <paramref name="text"/> itself is untouched.
    /// </summary>
    /// <returns><paramref name="text"/> itself when it has no such character.</returns>
    public static string OneCharEach(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (first < 0)
            return text;
        var result = new StringBuilder(text, 0, first, text.Length);
        foreach (var rune in text.AsSpan(first).EnumerateRunes())
            result.Append(rune.IsBmp ? (char)rune.Value : StandIn(Rune.GetUnicodeCategory(rune)));
        return result.ToString();
    }

    private static char StandIn(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => 'A',
        UnicodeCategory.LowercaseLetter => 'a',
        UnicodeCategory.TitlecaseLetter => 'ǅ',
        UnicodeCategory.ModifierLetter => 'ʰ',
        UnicodeCategory.OtherLetter => '一',
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0300',
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => '1',
        _ => '!',
    };
}
