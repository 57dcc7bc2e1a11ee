using System.Globalization;
using System.Text;

namespace ConversationMemory.Services.Text.Words;

/// <summary>Brings words to the form in which they are compared: lower case, compatible forms as one (NFKC), without accents.</summary>
public static class Folding
{
    public static string Fold(ReadOnlySpan<char> word)
    {
        if (System.Text.Ascii.IsValid(word))
        {
            Span<char> lower = word.Length <= 64 ? stackalloc char[word.Length] : new char[word.Length];
            System.Text.Ascii.ToLower(word, lower, out _);
            return new string(lower);
        }

        return FoldOther(word.ToString());
    }

    private static string FoldOther(string word)
    {
        var composed = Normalized(word);
        var folded = new StringBuilder(composed.Length);
        foreach (var unit in composed) Append(folded, unit);
        return folded.ToString();
    }

    private static string Normalized(string word)
    {
        try
        {
            return word.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Half of a pair of surrogates.
            return word.ToLowerInvariant();
        }
    }

    private static void Append(StringBuilder folded, char unit)
    {
        switch (unit)
        {
            case 'ß': folded.Append("ss"); break;
            case 'æ': folded.Append("ae"); break;
            case 'œ': folded.Append("oe"); break;
            case 'ø': folded.Append('o'); break;
            case 'ł': folded.Append('l'); break;
            case 'đ': folded.Append('d'); break;
            case 'ı': folded.Append('i'); break;
            case 'ς': folded.Append('σ'); break;
            case 'ё': folded.Append('е'); break;
            case 'أ' or 'إ' or 'آ' or 'ٱ': folded.Append('ا'); break;
            case 'ى' or 'ی': folded.Append('ي'); break;
            case 'ک': folded.Append('ك'); break;
            case 'ة': folded.Append('ه'); break;
            case 'ـ' or '\u200C' or '\u200D' or '\u00AD': break;
            default: AppendLetter(folded, unit); break;
        }
    }

    // Accents are apart in Latin and Greek, vowel points in Arabic and Hebrew; in other scripts a mark makes another word.
    private static void AppendLetter(StringBuilder folded, char unit)
    {
        if (unit is (>= '\u0300' and <= '\u036F') or (>= '\u064B' and <= '\u065F') or '\u0670' or (>= '\u0591' and <= '\u05C7')) return;
        if (unit is (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1FFF') or (>= '\u0370' and <= '\u03FF'))
        {
            foreach (var part in unit.ToString().Normalize(NormalizationForm.FormD))
                if (CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark) folded.Append(part);
            return;
        }

        if (CharUnicodeInfo.GetUnicodeCategory(unit) != UnicodeCategory.Format) folded.Append(unit);
    }
}
