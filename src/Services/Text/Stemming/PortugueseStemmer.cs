namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for Portuguese after J. Savoy (2006): number, gender and adverbs.</summary>
internal static class PortugueseStemmer
{
    public static string Stem(string word)
    {
        if (word.Length < 4) return word;
        word = Singular(word);
        if (word.Length > 6 && word.Ends("mente")) word = word[..^5];
        return word.Length > 3 && word[^1] is ('a' or 'e' or 'o') ? word[..^1] : word;
    }

    private static string Singular(string word) => word switch
    {
        _ when word[^1] != 's' => word,
        { Length: > 4 } when word.Ends("oes") || word.Ends("aes") => word[..^3] + "ao",
        { Length: > 4 } when word.Ends("es") && word[^3] is ('r' or 's' or 'l' or 'z') => word[..^2],
        { Length: > 3 } when word.Ends("ns") => word[..^2] + "m",
        { Length: > 4 } when word.Ends("ais") || word.Ends("eis") || word.Ends("ois") => word[..^2] + "l",
        { Length: > 4 } when word.Ends("is") => word[..^1] + "l",
        _ => word[..^1],
    };
}
