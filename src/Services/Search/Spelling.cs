using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search;

/// <summary>Finds the words of a person's own texts that a word which occurs nowhere may have meant.</summary>
public sealed class Spelling
{
    private const int Shortest = 4;
    private const int Long = 8;

    private readonly IReadOnlyList<QueryTerm> missing;
    private readonly Dictionary<string, int> words = [];

    public Spelling(IEnumerable<QueryTerm> missing) => this.missing = [.. missing.Where(CanBeCorrected)];

    public bool IsNeeded => missing.Count > 0;

    public void Read(string text)
    {
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var place in new WordScanner(text))
        {
            if (place.IsPair || place.Length < Shortest - 1 || place.Length > 40) continue;
            var word = text.AsSpan(place.Start, place.Length);
            lookup[word] = lookup.TryGetValue(word, out var count) ? count + 1 : 1;
        }
    }

    /// <returns>The text of the query with the nearest words, the commonest of those; null where there are none.</returns>
    public string? Correct(string text)
    {
        var known = words.GroupBy(word => Folding.Fold(word.Key)).Select(same => (Word: same.Key, Count: same.Sum(word => word.Value))).ToList();
        var nearest = missing.Select(term => (term.Text, Near: Nearest(term.Text, known))).Where(found => found.Near is not null).ToDictionary(f => f.Text, f => f.Near!);
        if (nearest.Count == 0) return null;
        var corrected = new System.Text.StringBuilder();
        var at = 0;
        foreach (var place in new WordScanner(text))
        {
            if (!nearest.TryGetValue(Folding.Fold(text.AsSpan(place.Start, place.Length)), out var by)) continue;
            corrected.Append(text, at, place.Start - at).Append(by);
            at = place.End;
        }

        return corrected.Append(text, at, text.Length - at).ToString();
    }

    private static bool CanBeCorrected(QueryTerm term) =>
        !term.IsPair && !term.IsExact && term.Text.Length is >= Shortest and <= 40 && !term.Text.Any(char.IsDigit);

    private static string? Nearest(string word, List<(string Word, int Count)> known)
    {
        var most = word.Length >= Long ? 2 : 1;
        return known
            .Where(k => Math.Abs(k.Word.Length - word.Length) <= most)
            .Select(k => (k.Word, k.Count, Distance: Distance(word, k.Word, most)))
            .Where(k => k.Distance > 0 && k.Distance <= most)
            .OrderBy(k => k.Distance).ThenByDescending(k => k.Word[0] == word[0]).ThenByDescending(k => k.Count).ThenBy(k => k.Word, StringComparer.Ordinal)
            .Select(k => k.Word)
            .FirstOrDefault();
    }

    /// <summary>Letters that are too many, missing, others, or two in the wrong order; more than <paramref name="most"/> are not counted.</summary>
    public static int Distance(string a, string b, int most)
    {
        Span<int> before = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1], next = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(Math.Min(row[j], next[j - 1]) + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
                least = Math.Min(least, next[j]);
            }

            if (least > most) return most + 1;
            var done = before;
            before = row;
            row = next;
            next = done;
        }

        return row[b.Length];
    }
}
