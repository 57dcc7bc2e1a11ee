using System.Text;

namespace ConversationMemory.Services.Text;

/// <summary>Tells language and direction by letters, which choose the right shapes of characters that languages share.</summary>
internal static class TextLanguage
{
    // Enough to tell; a long text would only take longer.
    private const int Looked = 4_000;

    private static readonly (int First, int Last, string Language)[] Scripts =
    [
        (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "ru"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "ar"), (0x0700, 0x074F, "syr"),
        (0x0750, 0x077F, "ar"), (0x0780, 0x07BF, "dv"), (0x08A0, 0x08FF, "ar"), (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"),
        (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"),
        (0x0E80, 0x0EFF, "lo"), (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"),
        (0x3040, 0x30FF, "ja"), (0x3130, 0x318F, "ko"), (0x31F0, 0x31FF, "ja"), (0x3400, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"), (0xF900, 0xFAFF, "zh"), (0xFB1D, 0xFB4F, "he"),
        (0xFB50, 0xFDFF, "ar"), (0xFE70, 0xFEFC, "ar"), (0x20000, 0x3FFFF, "zh"),
    ];

    /// <param name="text">Any text.</param>
    /// <param name="around">The language of what it is part of, which says whose characters Chinese ones are.</param>
    /// <returns>Null: not to be told by letters, such as any language in Latin ones.</returns>
    public static string? Of(string text, string? around = null)
    {
        var counts = Counts(text, out var latin);
        if (counts.Count == 0) return null;
        // Japanese and Korean texts hold Chinese characters; Chinese ones hold no others.
        foreach (var other in new[] { "ja", "ko" })
        {
            if (counts.TryGetValue(other, out var own) && counts.Remove("zh", out var shared)) counts[other] = own + shared;
        }

        var (language, count) = counts.MaxBy(c => c.Value);
        if (count * 2 < latin) return null;
        return language == "zh" && around is "ja" or "ko" ? around : language;
    }

    /// <summary>The direction of the first letter that has one, as browsers choose it.</summary>
    public static bool IsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsRightToLeft(rune.Value)) return true;
            if (Rune.IsLetter(rune)) return false;
        }

        return false;
    }

    private static bool IsRightToLeft(int letter) =>
        letter is (>= 0x05BE and <= 0x08FF) or 0x200F or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF)
        && !Rune.IsDigit((Rune)letter);

    private static Dictionary<string, int> Counts(string text, out int latin)
    {
        var counts = new Dictionary<string, int>();
        latin = 0;
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, Looked)).EnumerateRunes())
        {
            if (rune.Value < 0x0370)
            {
                if (Rune.IsLetter(rune)) latin++;
            }
            else if (LanguageOf(rune.Value) is { } language)
            {
                counts[language] = counts.GetValueOrDefault(language) + 1;
            }
        }

        return counts;
    }

    private static string? LanguageOf(int letter)
    {
        foreach (var (first, last, language) in Scripts)
        {
            if (letter < first) continue;
            if (letter <= last) return language;
        }

        return null;
    }
}
