namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for French after J. Savoy (1999): number and gender, and the commonest endings of verbs and nouns.</summary>
internal static class FrenchStemmer
{
    public static string Stem(string word)
    {
        if (word.Length < 5) return word.Length == 4 && word[^1] is 's' ? word[..^1] : word;
        if (word.Ends("eaux")) return word[..^1];
        if (word.Ends("aux")) return word[..^2] + "l";
        if (word[^1] is 's' or 'x') word = word[..^1];
        word = Suffixes.Take(word, 4, ["issement", "ements", "ement", "erait", "aient", "erons", "ation", "ateur", "atrice", "eront", "iez", "ant", "ait", "ent", "er", "ez", "ee", "es"]);
        if (word.Length > 4 && word[^1] == 'e') word = word[..^1];
        if (word.Length > 4 && word[^1] == word[^2]) word = word[..^1];
        return word.Ends("tric") ? word[..^4] + "teur" : word;
    }
}
