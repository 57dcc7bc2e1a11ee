namespace ConversationMemory.Services.Text.Stemming;

/// <summary>What the light stemmers have in common.</summary>
internal static class Suffixes
{
    /// <summary>Takes the first of the suffixes that the word ends with, if so many letters stay.</summary>
    public static string Take(string word, int least, ReadOnlySpan<string> suffixes)
    {
        foreach (var suffix in suffixes)
            if (word.Length - suffix.Length >= least && word.EndsWith(suffix, StringComparison.Ordinal)) return word[..^suffix.Length];
        return word;
    }

    public static bool Ends(this string word, string suffix) => word.EndsWith(suffix, StringComparison.Ordinal);
}
