namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>Which of the fonts that the template names some texts need. Scripts that are not told apart here come with the first one.</summary>
internal sealed class NeededFonts
{
    private bool isAsian;
    private bool hasEmoji;

    public IReadOnlyList<string> Names =>
        ["Noto Sans", "Noto Sans Mono", .. isAsian ? new[] { "Noto Sans CJK SC" } : [], .. hasEmoji ? new[] { "Noto Color Emoji" } : []];

    public void Add(string text)
    {
        if (isAsian && hasEmoji) return;
        for (var n = 0; n < text.Length; n++)
        {
            if (text[n] < 0x1100) continue;
            var letter = char.IsSurrogatePair(text, n) ? char.ConvertToUtf32(text, n++) : text[n];
            isAsian |= letter is (>= 0x1100 and <= 0x11FF) or (>= 0x3040 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF01 and <= 0xFFDC) or (>= 0x20000 and <= 0x323AF);
            hasEmoji |= letter is >= 0x1F300 and <= 0x1FAFF;
        }
    }
}
