using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Queries;

/// <summary>Words one after the other, as they are written but for case and accents.</summary>
/// <param name="Words">Folded.</param>
/// <param name="EndsOpen">The last one may go on: it is still being typed.</param>
public sealed record Phrase(IReadOnlyList<string> Words, bool EndsOpen = false)
{
    /// <summary>Where it stands in a text, each time; in UTF-16 units.</summary>
    public IReadOnlyList<(int Start, int End)> Find(string text)
    {
        var found = new List<(int, int)>();
        var words = new List<(string Word, WordPlace Place)>();
        foreach (var place in new WordScanner(text)) words.Add((Folding.Fold(text.AsSpan(place.Start, place.Length)), place));
        for (var i = 0; i + Words.Count <= words.Count; i++)
            if (StandsAt(words, i)) found.Add((words[i].Place.Start, words[i + Words.Count - 1].Place.End));
        return found;
    }

    private bool StandsAt(List<(string Word, WordPlace Place)> words, int at)
    {
        for (var i = 0; i < Words.Count; i++)
        {
            var isOpen = EndsOpen && i == Words.Count - 1;
            if (isOpen ? !words[at + i].Word.StartsWith(Words[i], StringComparison.Ordinal) : words[at + i].Word != Words[i]) return false;
        }

        return true;
    }
}
