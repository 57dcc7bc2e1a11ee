using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Brings folded words of one meaning to one stem. Written after the published descriptions of the methods; see docs/search.md.</summary>
public static class Stemmer
{
    /// <param name="language">Of the text the word stands in; a word in another script is treated as its script says.</param>
    /// <param name="folded">As <see cref="Folding"/> writes it.</param>
    public static string Stem(Language language, string folded)
    {
        if (folded.Length < 3 || char.IsAsciiDigit(folded[0])) return folded;
        return (Languages.OfScript(folded[0]) ?? Latin(language)) switch
        {
            Language.English => EnglishStemmer.Stem(folded),
            Language.German => GermanStemmer.Stem(folded),
            Language.French => FrenchStemmer.Stem(folded),
            Language.Spanish => SpanishStemmer.Stem(folded),
            Language.Italian => ItalianStemmer.Stem(folded),
            Language.Portuguese => PortugueseStemmer.Stem(folded),
            Language.Dutch => DutchStemmer.Stem(folded),
            Language.Russian => RussianStemmer.Stem(folded),
            Language.Arabic => ArabicStemmer.Stem(folded),
            Language.Hebrew => HebrewStemmer.Stem(folded),
            _ => folded,
        };
    }

    // English names and terms stand within texts of every script.
    private static Language Latin(Language language) => language is Language.Russian or Language.Arabic or Language.Hebrew ? Language.English : language;
}
