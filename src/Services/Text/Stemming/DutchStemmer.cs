namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for Dutch: plurals, diminutives and adjectives; a long vowel is written once, as it is in the open syllable.</summary>
internal static class DutchStemmer
{
    public static string Stem(string word)
    {
        if (word.Length < 4) return Short(word);
        word = word.Ends("is") || word.Ends("us") ? word : Suffixes.Take(word, 3, ["heden", "etjes", "etje", "tjes", "tje", "pjes", "pje", "jes", "je", "eren", "ende", "en", "e", "s"]);
        if (word.Length > 3 && word[^1] == word[^2] && !IsVowel(word[^1])) word = word[..^1];
        word = word[^1] switch { 'v' => word[..^1] + "f", 'z' => word[..^1] + "s", _ => word };
        return Short(word);
    }

    // boom, bomen; maan, manen.
    private static string Short(string word) =>
        word.Length > 3 && !IsVowel(word[^1]) && word[^2] == word[^3] && word[^2] is ('a' or 'e' or 'o' or 'u')
            ? word[..^2] + word[^1]
            : word;

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
