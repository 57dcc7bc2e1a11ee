using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Words;

namespace ConversationMemory.Services.Search.Ranking;

/// <summary>Finds the terms of one query in texts.</summary>
public sealed class TextScan(IReadOnlyList<QueryTerm> terms)
{
    private readonly WordMatcher matcher = new(terms);

    /// <param name="text">Of one language, mostly.</param>
    /// <param name="language">Null: to be told from the text.</param>
    public ScannedText Read(string text, Language? language = null)
    {
        var spoken = language ?? Languages.Of(text);
        List<TextMatch>? found = null;
        var words = 0;
        foreach (var place in new WordScanner(text))
        {
            words++;
            var term = matcher.Find(spoken, text.AsSpan(place.Start, place.Length));
            if (term >= 0) (found ??= []).Add(new TextMatch(term, words, place));
        }

        return new ScannedText(found ?? (IReadOnlyList<TextMatch>)[], words);
    }
}
