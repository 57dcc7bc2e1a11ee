namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for German after J. Savoy (2006): endings of number, case and comparison.</summary>
internal static class GermanStemmer
{
    public static string Stem(string word) => Second(First(word));

    private static string First(string word) => word switch
    {
        { Length: > 5 } when word.Ends("ern") => word[..^3],
        { Length: > 4 } when word[^2] == 'e' && word[^1] is ('m' or 'n' or 'r' or 's') => word[..^2],
        { Length: > 3 } when word[^1] == 'e' => word[..^1],
        { Length: > 3 } when word[^1] == 's' && TakesS(word[^2]) => word[..^1],
        _ => word,
    };

    private static string Second(string word) => word switch
    {
        { Length: > 5 } when word.Ends("est") => word[..^3],
        { Length: > 4 } when word.Ends("er") || word.Ends("en") => word[..^2],
        { Length: > 4 } when word.Ends("st") && TakesS(word[^3]) => word[..^2],
        _ => word,
    };

    private static bool TakesS(char letter) => letter is 'b' or 'd' or 'f' or 'g' or 'h' or 'k' or 'l' or 'm' or 'n' or 't';
}
