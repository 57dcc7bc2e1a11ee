using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Ranking;

namespace ConversationMemory.Services.Search;

/// <summary>Cuts the part out of a text that shows best what was found.</summary>
public static class Snippets
{
    private const int Length = 260;

    /// <param name="text">All of it.</param>
    /// <param name="scanned">What was found in it.</param>
    /// <param name="phrases">Stand out as a whole.</param>
    public static IReadOnlyList<SnippetPart> Of(string text, ScannedText scanned, IReadOnlyList<Phrase> phrases)
    {
        var places = Merge(scanned.Matches.Select(m => (m.Place.Start, m.Place.End)).Concat(phrases.SelectMany(phrase => phrase.Find(text))));
        var (start, end) = Window(text, scanned, phrases.Count > 0 ? places.MaxBy(p => p.End - p.Start).Start : null);
        var parts = new List<SnippetPart>();
        if (start > 0) parts.Add(new SnippetPart("…", false));
        var at = start;
        foreach (var (from, to) in places.Where(p => p.Start >= start && p.End <= end))
        {
            if (from > at) parts.Add(new SnippetPart(text[at..from], false));
            parts.Add(new SnippetPart(text[from..to], true));
            at = to;
        }

        if (at < end) parts.Add(new SnippetPart(text[at..end], false));
        if (end < text.Length) parts.Add(new SnippetPart("…", false));
        return parts;
    }

    // Pairs overlap, and a phrase holds its words.
    private static List<(int Start, int End)> Merge(IEnumerable<(int Start, int End)> places)
    {
        var merged = new List<(int Start, int End)>();
        foreach (var place in places.OrderBy(p => p.Start))
        {
            if (merged.Count > 0 && place.Start <= merged[^1].End) merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, place.End));
            else merged.Add(place);
        }

        return merged;
    }

    private static (int Start, int End) Window(string text, ScannedText scanned, int? phrase)
    {
        if (text.Length <= Length) return (0, text.Length);
        var first = phrase ?? Densest(scanned);
        var start = Math.Clamp(first - (Length / 4), 0, text.Length - Length);
        return (AtWord(text, start, 1), AtWord(text, start + Length, -1));
    }

    // The place from which the most different terms follow within the length.
    private static int Densest(ScannedText scanned)
    {
        var (best, most) = (0, 0);
        for (var i = 0; i < scanned.Matches.Count; i++)
        {
            var from = scanned.Matches[i].Place.Start;
            var terms = scanned.Matches.Skip(i).Take(60).TakeWhile(m => m.Place.End <= from + (Length * 3 / 4)).Select(m => m.Term).Distinct().Count();
            if (terms > most) (best, most) = (from, terms);
        }

        return best;
    }

    // The nearest space, if there is one near; never within a character.
    private static int AtWord(string text, int at, int step)
    {
        if (at <= 0 || at >= text.Length) return at;
        for (var i = at; i > 0 && i < text.Length && Math.Abs(i - at) < 20; i += step)
            if (char.IsWhiteSpace(text[i])) return step > 0 ? i + 1 : i;
        return char.IsLowSurrogate(text[at]) ? at + 1 : at;
    }
}
