namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for Spanish after J. Savoy (2001): number and gender.</summary>
internal static class SpanishStemmer
{
    public static string Stem(string word)
    {
        if (word.Length < 5) return word;
        return word[^1] switch
        {
            'a' or 'e' or 'o' => word[..^1],
            's' when word.Ends("eses") => word[..^2],
            's' when word.Ends("ces") => word[..^3] + "z",
            's' when word[^2] is 'a' or 'e' or 'o' => word[..^2],
            _ => word,
        };
    }
}
