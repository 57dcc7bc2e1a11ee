namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for Italian after J. Savoy (2001): number and gender.</summary>
internal static class ItalianStemmer
{
    public static string Stem(string word)
    {
        if (word.Length < 5) return word;
        return (word[^2], word[^1]) switch
        {
            ('i' or 'h', 'e' or 'i') => word[..^2],
            ('i', 'a' or 'o') => word[..^2],
            (_, 'a' or 'e' or 'i' or 'o') => word[..^1],
            _ => word,
        };
    }
}
