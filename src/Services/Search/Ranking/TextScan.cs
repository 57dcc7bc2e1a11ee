using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Ranking;

/// <summary>Finds the terms of one query in texts.</summary>
public sealed class TextScan(IReadOnlyList<QueryTerm> terms)
{
    private readonly WordMatcher matcher = new(terms);
    private readonly WordBeginnings? beginnings = WordBeginnings.Of(terms);

    /// <param name="text">Of one language, mostly.</param>
    /// <param name="language">Null: to be told from the text.</param>
    public ScannedText Read(string text, Language? language = null)
    {
        // How long a text is counts a little for the others; so it need not be exact.
        if (beginnings?.MayBeIn(text) == false) return new ScannedText([], text.AsSpan().Count(' ') + text.AsSpan().Count('\n') + 1);
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
