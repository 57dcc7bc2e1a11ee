namespace ConversationMemory.Services.Text.Stemming;

/// <summary>"Light10" of L. Larkey, L. Ballesteros and M. Connell (2002): the article, particles that are written together, and common endings.</summary>
internal static class ArabicStemmer
{
    public static string Stem(string word)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["وال", "بال", "كال", "فال", "ال", "لل"])
        {
            if (word.Length - prefix.Length < 2 || !word.StartsWith(prefix, StringComparison.Ordinal)) continue;
            word = word[prefix.Length..];
            return TakeEndings(word);
        }

        if (word.Length > 3 && word[0] == 'و') word = word[1..];
        return TakeEndings(word);
    }

    private static string TakeEndings(string word)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"])
            if (word.Length - suffix.Length >= 2 && word.Ends(suffix)) word = word[..^suffix.Length];
        return word;
    }
}
