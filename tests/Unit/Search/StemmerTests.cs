using ConversationMemory.Services.Text.Stemming;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Tests.Unit.Search;

public sealed class StemmerTests
{
    // Pairs of the method's published vocabulary (snowballstem.org, Porter2).
    [Theory]
    [InlineData("consign", "consign")]
    [InlineData("consigned", "consign")]
    [InlineData("consistency", "consist")]
    [InlineData("consolation", "consol")]
    [InlineData("consolatory", "consolatori")]
    [InlineData("consolingly", "consol")]
    [InlineData("conspiracies", "conspiraci")]
    [InlineData("constancy", "constanc")]
    [InlineData("knackeries", "knackeri")]
    [InlineData("knaves", "knave")]
    [InlineData("knightly", "knight")]
    [InlineData("knitted", "knit")]
    [InlineData("knots", "knot")]
    [InlineData("generously", "generous")]
    [InlineData("generate", "generat")]
    [InlineData("dying", "die")]
    [InlineData("skies", "sky")]
    [InlineData("news", "news")]
    [InlineData("inning", "inning")]
    [InlineData("hopping", "hop")]
    [InlineData("hoping", "hope")]
    [InlineData("ties", "tie")]
    [InlineData("cries", "cri")]
    [InlineData("gas", "gas")]
    [InlineData("gaps", "gap")]
    [InlineData("say", "say")]
    [InlineData("cry", "cri")]
    [InlineData("happily", "happili")]
    [InlineData("relational", "relat")]
    [InlineData("rationalization", "ration")]
    [InlineData("adjustment", "adjust")]
    [InlineData("controlling", "control")]
    public void English_words_get_their_published_stem(string word, string stem) => Assert.Equal(stem, Stemmer.Stem(Language.English, word));

    [Theory]
    [InlineData(Language.German, "häuser", "hauser", "haus")]
    [InlineData(Language.German, "kinder", "kindes", "kind")]
    [InlineData(Language.French, "journaux", "journal")]
    [InlineData(Language.French, "chevaux", "cheval")]
    [InlineData(Language.French, "maisons", "maison")]
    [InlineData(Language.Spanish, "canciones", "canción")]
    [InlineData(Language.Spanish, "niños", "niñas")]
    [InlineData(Language.Spanish, "luces", "luz")]
    [InlineData(Language.Italian, "amiche", "amica")]
    [InlineData(Language.Italian, "libri", "libro")]
    [InlineData(Language.Portuguese, "canções", "canção")]
    [InlineData(Language.Portuguese, "animais", "animal")]
    [InlineData(Language.Portuguese, "homens", "homem")]
    [InlineData(Language.Dutch, "boeken", "boek")]
    [InlineData(Language.Dutch, "bomen", "boom")]
    [InlineData(Language.Dutch, "huizen", "huis")]
    [InlineData(Language.Russian, "книга", "книги", "книгами")]
    [InlineData(Language.Russian, "город", "города", "городов")]
    [InlineData(Language.Arabic, "الكتاب", "كتاب", "والكتاب")]
    [InlineData(Language.Hebrew, "הספר", "ספר", "ספרים")]
    public void Words_of_one_meaning_get_one_stem(Language language, params string[] words) =>
        Assert.Single(words.Select(word => Stemmer.Stem(language, Folding.Fold(word))).Distinct());

    [Fact]
    public void No_stemmer_fails_on_any_word()
    {
        var random = new Random(11);
        foreach (var language in Enum.GetValues<Language>())
            for (var i = 0; i < 4000; i++)
            {
                var first = (char)random.Next(0x20, 0x700);
                var word = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(0x20, 0x700) : "aeinrstyаеиныלאה"[random.Next(16)])));
                var folded = Folding.Fold(first + word);
                if (folded.Length > 0) Assert.NotEmpty(Stemmer.Stem(language, folded));
            }
    }
}
