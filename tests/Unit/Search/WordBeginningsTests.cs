using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Ranking;
using ConversationMemory.Services.Text.Stemming;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Tests.Unit.Search;

public sealed class WordBeginningsTests
{
    [Theory]
    [InlineData("running", "They RUN")]
    [InlineData("die", "he was dying")]
    [InlineData("sky", "clear skies")]
    [InlineData("bomen", "een boom")]
    [InlineData("lof", "wij loven")]
    [InlineData("price", "PRICING it")]
    [InlineData("cafe", "le café est bon")]
    public void Text_with_the_word_is_never_passed_over(string word, string text) =>
        Assert.True(WordBeginnings.Of([new QueryTerm(word)])!.MayBeIn(text));

    /// <summary>Whatever folds to the word, in any form that Unicode has of a letter.</summary>
    [Fact]
    public void Every_letter_that_folds_to_one_of_the_word_counts_as_it()
    {
        for (var letter = 0x80; letter <= 0x1FFFF; letter++)
        {
            if (letter is >= 0xD800 and <= 0xDFFF) continue;
            var written = char.ConvertFromUtf32(letter);
            var folded = Folding.Fold(written);
            if (folded.Length == 0 || !char.IsAsciiLetter(folded[0]) || !IsOneWord(written + "xyzw")) continue;
            Assert.True(WordBeginnings.Of([new QueryTerm(folded[0] + "xyzw")])!.MayBeIn(written + "xyzw"), $"U+{letter:X}");
        }
    }

    [Theory]
    [InlineData("govern\u00ADment")]
    [InlineData("go\u200Dvernment")]
    [InlineData("gove\u0301rnment")]
    public void What_folding_takes_out_of_a_word_hides_nothing(string written) => Assert.True(WordBeginnings.Of([new QueryTerm("government")])!.MayBeIn(written));

    [Fact]
    public void Text_without_it_is_passed_over() => Assert.False(WordBeginnings.Of([new QueryTerm("price")])!.MayBeIn("The quick brown fox"));

    [Theory]
    [InlineData("a")]
    [InlineData("été")]
    public void What_this_does_not_hold_of_is_not_passed_over(string word) => Assert.Null(WordBeginnings.Of([new QueryTerm(word)]));

    /// <summary>Every word, asked for by any word of the same stem, in every language.</summary>
    [Fact]
    public void Words_of_one_stem_find_each_other()
    {
        string[] words =
        [
            "dying", "lying", "tying", "skies", "boom", "bomen", "maan", "manen", "loven", "lof", "huizen", "huis", "brieven", "brief", "running", "runs", "happily", "happy",
            "conversations", "conversational", "pricing", "prices", "matrice", "actrice", "acteur", "chevaux", "cheval", "cases", "casas", "luces", "luz", "coes", "animais", "animal",
            "leoes", "leao", "maes", "mao", "bens", "bem", "maux", "mal", "pais", "pal", "kinder", "kindern", "kind", "schoenste", "belle", "belles", "amiche", "amici", "vrouwtje", "vrouw", "programmeren", "flies", "fly", "agreed", "agree", "hopping", "hop",
            "possibility", "possible", "sensitivity", "sensitive", "fluency", "fluent", "use", "using", "aging", "ages", "shoes", "sha", "relational", "relate", "nationalization", "nation", "actrices", "acteurs", "directrice", "directeur", "coracoes", "coracao", "generations", "genera", "animals",
        ];
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var group in words.GroupBy(word => Stemmer.Stem(language, word)))
            {
                foreach (var asked in group.Where(word => word.Length >= 3))
                    foreach (var written in group)
                        Assert.True(WordBeginnings.Of([new QueryTerm(asked)])!.MayBeIn(written), $"{language}: {asked} does not find {written}");
            }
        }
    }

    private static bool IsOneWord(string text)
    {
        var words = new WordScanner(text);
        return words.MoveNext() && words.Current.Length == text.Length;
    }
}
