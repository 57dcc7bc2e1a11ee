namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Light stemmer for Hebrew: the particles that are written together with a word, and plurals.</summary>
internal static class HebrewStemmer
{
    public static string Stem(string word)
    {
        if (word.Length > 4 && (word.StartsWith("וה", StringComparison.Ordinal) || word.StartsWith("שה", StringComparison.Ordinal))) word = word[2..];
        else if (word.Length > 3 && word[0] is ('ה' or 'ו' or 'ב' or 'כ' or 'ל' or 'מ' or 'ש')) word = word[1..];
        word = Suffixes.Take(word, 3, ["ים", "ות"]);
        return word[..^1] + Open(word[^1]);
    }

    // Five letters have another form at the end of a word.
    private static char Open(char last) => last switch { 'ך' => 'כ', 'ם' => 'מ', 'ן' => 'נ', 'ף' => 'פ', 'ץ' => 'צ', _ => last };
}
