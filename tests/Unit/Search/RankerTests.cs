using ConversationMemory.Services.Search;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Ranking;

namespace ConversationMemory.Tests.Unit.Search;

public sealed class RankerTests
{
    [Fact]
    public void Rare_words_tell_more_than_common_ones() =>
        Assert.Equal("the tea is blue", Best("blue tea", "the tea is hot", "the tea is good", "the tea is blue", "the sky is blue and far"));

    [Fact]
    public void Short_texts_beat_long_ones() => Assert.Equal("blue cat", Best("blue", "blue cat", "blue " + string.Concat(Enumerable.Repeat("and so on and on ", 20))));

    [Fact]
    public void Words_that_stand_together_beat_words_apart() => Assert.Equal(
        "red house here there where whence", Best("red house", "red here there where whence house", "red house here there where whence"));

    [Fact]
    public void Message_beside_the_other_words_beats_one_alone()
    {
        var scores = Scores("Paris holiday", "Paris it is", "Nothing here now", "Nothing here now", "Nothing here now", "How was the holiday?", "Yes, in Paris");
        Assert.True(scores[5] > scores[0]);
    }

    [Fact]
    public void What_a_person_said_beats_what_was_answered()
    {
        var scan = new TextScan(QueryParser.Parse("tea").Terms);
        var scores = new Ranker(RankingWeights.Default, [1], 3).Score([new(scan.Read("tea is good"), false), new(scan.Read("tea is good"), true)]);
        Assert.True(scores[1] > scores[0]);
    }

    [Fact]
    public void Where_nothing_of_the_query_stands_there_is_no_score()
    {
        var scan = new TextScan(QueryParser.Parse("tea").Terms);
        Assert.Equal([0.0], new Ranker(RankingWeights.Default, [1], 3).Score([new(scan.Read("coffee"), true)]));
    }

    [Theory]
    [InlineData("marmelade", "marmalade", 1)]
    [InlineData("teh", "the", 1)]
    [InlineData("recieve", "receive", 1)]
    [InlineData("same", "same", 0)]
    [InlineData("sevile", "seville", 1)]
    [InlineData("abcdef", "uvwxyz", 3)]
    public void Distance_counts_letters_that_are_wrong(string a, string b, int distance) => Assert.Equal(distance, Spelling.Distance(a, b, 2));

    [Fact]
    public void Snippets_are_the_text_itself_with_every_match_told_apart()
    {
        var text = string.Concat(Enumerable.Repeat("padding of no use ", 40)) + "<b>red</b> house & 有 " + string.Concat(Enumerable.Repeat("more of it ", 40));
        var parsed = QueryParser.Parse("red house");
        var parts = Snippets.Of(text, new TextScan(parsed.Terms).Read(text), parsed.Phrases);
        Assert.Equal(["red", "house"], parts.Where(p => p.IsMatch).Select(p => p.Text));
        Assert.Contains(string.Concat(parts.Where(p => p.Text != "…").Select(p => p.Text)), text, StringComparison.Ordinal);
        Assert.InRange(parts.Sum(p => p.Text.Length), 150, 320);
    }

    private static string Best(string query, params string[] texts)
    {
        var scores = Scores(query, texts);
        return texts[Array.IndexOf(scores, scores.Max())];
    }

    private static double[] Scores(string query, params string[] texts)
    {
        var parsed = QueryParser.Parse(query);
        var scan = new TextScan(parsed.Terms);
        var counts = new TermCounts(parsed.Terms);
        var ranked = texts.Select(text => new RankedText(scan.Read(text), false)).ToList();
        foreach (var text in ranked) counts.Add(text.Scanned);
        return new Ranker(RankingWeights.Default, counts.Idf(), counts.AverageWords).Score(ranked);
    }
}
