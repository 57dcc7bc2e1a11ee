using ConversationMemory.Services.Text.Tokens;

namespace ConversationMemory.Services.Context;

/// <summary>The text of one message, cut where it had to be.</summary>
/// <param name="Tokens">With what stands around the message.</param>
internal sealed record FittedText(string Text, int Tokens, bool Cut)
{
    /// <summary>Nothing of a text that had no room.</summary>
    public static FittedText Dropped { get; } = new("", 0, Cut: true);

    /// <summary>The whole text, or as much of its beginning as fits, and the mark.</summary>
    /// <param name="least">Room below which a cut text is of no use and is dropped.</param>
    /// <param name="known">The tokens of the text alone, where they are known.</param>
    public static FittedText To(int room, string text, TokenCounter counter, int least = 0, int? known = null)
    {
        var whole = ChatTokens.PerMessage + (known ?? counter.Count(text));
        if (whole <= room)
            return new FittedText(text, whole, Cut: false);
        if (room < least)
            return Dropped;
        // Where text and mark meet, tokens may join or part; so count what comes out.
        for (var tokens = room - ChatTokens.PerMessage - counter.Count(ContextBuilder.CutMark); ; tokens--)
        {
            var cut = counter.Truncate(text, Math.Max(0, tokens)) + ContextBuilder.CutMark;
            var counted = ChatTokens.Message(counter, cut);
            if (counted <= room || tokens <= 0)
                return new FittedText(cut, counted, Cut: true);
        }
    }
}
