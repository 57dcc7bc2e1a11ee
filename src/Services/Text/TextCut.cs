
namespace ConversationMemory.Services.Text;

/// <summary>Cuts text to a number of chars, never in the middle of a code point, with a mark where something is missing.</summary>
internal static class TextCut
{
    private const string Mark = " …";

    public static string To(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text;
        var end = Math.Max(0, maxLength - Mark.Length);
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
            end--;
        return maxLength < Mark.Length ? "" : text[..end] + Mark;
    }
}
