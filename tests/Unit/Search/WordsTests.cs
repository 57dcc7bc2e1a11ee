using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Tests.Unit.Search;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Café ÀÇÑ Straße", "cafe acn strasse")]
    [InlineData("ＡＢＣ１２", "abc12")]
    [InlineData("ﬁne", "fine")]
    [InlineData("ёлка", "елка")]
    [InlineData("هٰذَا", "هذا")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("ΟΔΥΣΣΕΎΣ", "οδυσσευσ")]
    public void Case_accents_and_compatible_forms_are_one(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Theory]
    [InlineData("Hello, world! 3.14", "Hello|world|3|14")]
    [InlineData("l'homme don't", "l|homme|don|t")]
    [InlineData("snake_case camelCase", "snake|case|camelCase")]
    [InlineData("機械学習", "機械|械学|学習")]
    [InlineData("猫、犬", "猫|犬")]
    [InlineData("C#は楽しい", "C|は楽|楽し|しい")]
    [InlineData("𠮷野家", "𠮷野|野家")]
    [InlineData("a\u00ADb", "a\u00ADb")]
    [InlineData("", "")]
    [InlineData("🎉", "🎉")]
    public void Words_are_where_the_script_has_them(string text, string words)
    {
        var found = new List<string>();
        foreach (var place in new WordScanner(text)) found.Add(text.Substring(place.Start, place.Length));
        Assert.Equal(words, string.Join('|', found));
    }

    [Theory]
    [InlineData(Language.English, "What is the best way to do this when you are in a hurry?")]
    [InlineData(Language.German, "Wie kann ich das am besten machen, wenn es nicht geht?")]
    [InlineData(Language.French, "Quelle est la meilleure façon de faire cela dans le temps ?")]
    [InlineData(Language.Spanish, "¿Cuál es la mejor manera de hacer esto cuando no hay tiempo?")]
    [InlineData(Language.Italian, "Qual è il modo migliore per fare questo quando non c'è tempo?")]
    [InlineData(Language.Portuguese, "Qual é a melhor maneira de fazer isso quando não tem tempo?")]
    [InlineData(Language.Dutch, "Wat is de beste manier om dit te doen als er geen tijd is?")]
    [InlineData(Language.Russian, "Как лучше всего это сделать?")]
    [InlineData(Language.Arabic, "ما هي أفضل طريقة للقيام بذلك؟")]
    [InlineData(Language.Hebrew, "מה הדרך הטובה ביותר לעשות זאת?")]
    [InlineData(Language.English, "Hauptbahnhof")]
    public void Language_is_told_by_script_and_function_words(Language language, string text) => Assert.Equal(language, Languages.Of(text));

    [Fact]
    public void Places_are_within_the_text_and_in_order_whatever_it_holds()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(1, 0xFFFF)));
            var last = 0;
            foreach (var place in new WordScanner(text))
            {
                Assert.True(place.Length > 0 && place.Start >= last - 2 && place.End <= text.Length);
                Folding.Fold(text.AsSpan(place.Start, place.Length));
                last = place.End;
            }
        }
    }
}
