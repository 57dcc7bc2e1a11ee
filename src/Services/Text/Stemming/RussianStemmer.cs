namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for Russian after L. Dolamic and J. Savoy (2009): endings of case, number and gender.</summary>
internal static class RussianStemmer
{
    public static string Stem(string word)
    {
        word = TakeCase(word);
        if (word.Length < 4) return word;
        if (word[^1] is 'ь' or 'и') return word[..^1];
        return word.Ends("нн") ? word[..^1] : word;
    }

    private static string TakeCase(string word)
    {
        var length = word.Length;
        if (length > 6) word = Suffixes.Take(word, 3, ["иями", "оями"]);
        if (word.Length == length && length > 5)
            word = Suffixes.Take(word, 3, ["иям", "иях", "оях", "ями", "оям", "оьв", "ами", "его", "ему", "ери", "ими", "ого", "ому", "ыми", "оев"]);
        if (word.Length == length && length > 4)
        {
            word = Suffixes.Take(word, 2,
                ["ая", "яя", "ях", "юю", "ах", "ею", "их", "ия", "ию", "ьв", "ою", "ую", "ям", "ых", "ея", "ам", "ем", "ей", "ев", "ий", "им", "ое", "ой", "ом", "ов", "ые", "ый", "ым", "ми"]);
        }

        if (word.Length == length && length > 3) word = Suffixes.Take(word, 2, ["а", "е", "и", "о", "у", "й", "ы", "я", "ь"]);
        return word;
    }
}
