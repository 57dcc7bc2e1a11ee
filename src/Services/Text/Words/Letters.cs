using System.Globalization;

namespace ConversationMemory.Services.Text.Words;

/// <summary>What a UTF-16 unit is to a search.</summary>
internal enum LetterKind : byte
{
    /// <summary>It parts words.</summary>
    None,

    /// <summary>Of a word: a letter, a digit, or a mark upon one.</summary>
    Word,

    /// <summary>Of a script that writes no spaces, or joins words to what follows them: each two neighbours are a word.</summary>
    Pair,

    /// <summary>It says nothing and parts nothing: soft hyphens, joiners.</summary>
    Silent,
}

internal static class Letters
{
    private static readonly LetterKind[] Kinds = [.. Enumerable.Range(0, 0x10000).Select(unit => Kind((char)unit))];

    public static LetterKind Of(char unit) => Kinds[unit];

    private static LetterKind Kind(char unit)
    {
        if (IsOfPairs(unit)) return LetterKind.Pair;
        return char.GetUnicodeCategory(unit) switch
        {
            UnicodeCategory.Format => LetterKind.Silent,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber => LetterKind.Word,
            // Letters beyond the first plane, and emoji: both are looked for.
            UnicodeCategory.Surrogate => LetterKind.Pair,
            _ => LetterKind.None,
        };
    }

    private static bool IsOfPairs(char unit) => unit is
        (>= '\u0E00' and <= '\u0EFF' and not '\u0E3F' and not '\u0E4F') // Thai, Lao
        or (>= '\u1000' and <= '\u109F') // Burmese
        or (>= '\u1780' and <= '\u17D3') // Khmer
        or (>= '\u1100' and <= '\u11FF') or (>= '\u3130' and <= '\u318F') or (>= '\uAC00' and <= '\uD7A3') // Hangul
        or '\u3005' or '\u3007' or (>= '\u3041' and <= '\u309F') or (>= '\u30A1' and <= '\u30FF' and not '\u30FB') or (>= '\u31F0' and <= '\u31FF') // Kana
        or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') // Han
        or (>= '\uFF66' and <= '\uFF9D'); // half-width Kana
}
