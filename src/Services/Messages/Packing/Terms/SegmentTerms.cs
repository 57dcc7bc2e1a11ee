using ConversationMemory.Services.Text.Stemming;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Messages.Packing.Terms;

/// <summary>Makes the filter of a segment from its messages and summaries.</summary>
public static class SegmentTerms
{
    /// <summary>How a block of code begins.</summary>
    public const string CodeFence = "```";

    public static byte[] Of(SegmentContent content)
    {
        var keys = new HashSet<uint>();
        var languages = 0;
        foreach (var text in content.Messages.Select(m => m.Content).Concat(content.Summaries.Select(s => s.Content)))
        {
            var language = Languages.Of(text);
            languages |= 1 << (int)language;
            AddWords(keys, language, text);
        }

        foreach (var tool in content.Messages.SelectMany(ToolNames.Of)) keys.Add(TermKey.OfTool(tool));
        return TermFilter.Encode(
            keys, languages, content.Messages.Any(m => HasCode(m.Content)), [.. content.Messages.Select(m => m.Role == "user")]);
    }

    public static bool HasCode(string text) => text.Contains(CodeFence, StringComparison.Ordinal);

    private static void AddWords(HashSet<uint> keys, Language language, string text)
    {
        var seen = new HashSet<string>();
        var lookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var place in new WordScanner(text))
        {
            var word = text.AsSpan(place.Start, place.Length);
            if (!lookup.Add(word)) continue;
            var folded = Folding.Fold(word);
            if (place.IsPair) keys.Add(TermKey.OfPair(folded));
            else if (folded.Length > 0 && !TermKey.IsLeftOut(language, folded)) AddWord(keys, language, folded);
        }
    }

    private static void AddWord(HashSet<uint> keys, Language language, string folded)
    {
        keys.Add(TermKey.OfRoot(folded));
        keys.Add(TermKey.OfRoot(Stemmer.Stem(language, folded)));
    }
}
