using System.Globalization;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Search;
using ConversationMemory.Services.Search.Queries;

namespace ConversationMemory.Tests.Unit.Search;

public sealed class QueryParserTests
{
    [Theory]
    [InlineData("tea cup", "tea cup")]
    [InlineData("  Tea,\tCUP! ", "tea cup")]
    [InlineData("where is the tea", "tea")]
    [InlineData("to be or not to be", "to be or not")]
    [InlineData("tea tea", "tea")]
    [InlineData("size:Berlin", "size berlin")]
    [InlineData("from:Berlin", "berlin")]
    [InlineData("has:nothing", "nothing")]
    [InlineData("24\" screen", "24 screen")]
    [InlineData("tea - cup", "tea cup")]
    [InlineData("well-known", "well known")]
    public void Words_are_what_is_no_operator(string text, string words) =>
        Assert.Equal(words, string.Join(' ', QueryParser.Parse(text).Terms.Select(t => t.Text)));

    [Fact]
    public void Phrases_exclusions_and_beginnings_are_told_apart()
    {
        var parsed = QueryParser.Parse("jam \"Red House\" -cellar -\"old town\" mar*");
        Assert.Equal(["red", "house"], Assert.Single(parsed.Phrases).Words);
        Assert.Equal(["old", "town"], Assert.Single(parsed.Excluded).Words);
        Assert.Equal(["cellar"], parsed.Terms.Where(t => t.IsExcluded).Select(t => t.Text));
        Assert.True(parsed.Terms.Single(t => t.Text == "mar") is { IsPrefix: true, IsExact: true });
        Assert.True(parsed.Terms.Single(t => t.Text == "red").IsExact);
    }

    [Fact]
    public void Last_word_is_a_beginning_while_somebody_types()
    {
        Assert.True(QueryParser.Parse("red hou", isTyping: true).Terms[^1].IsPrefix);
        Assert.False(QueryParser.Parse("red house ", isTyping: true).Terms[^1].IsPrefix);
        Assert.False(QueryParser.Parse("red hou").Terms[^1].IsPrefix);
        Assert.True(QueryParser.Parse("\"red hou", isTyping: true).Phrases[0].EndsOpen);
    }

    [Fact]
    public void Operators_say_which_messages_are_meant()
    {
        var query = Apply("from:2025-03-01 until:2025-03-31 role:me has:code is:pinned in:archive tool:calculator agent:\"Tea Expert\"");
        Assert.Equal(new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.Zero), query.From);
        Assert.Equal(new DateTimeOffset(2025, 4, 1, 0, 0, 0, TimeSpan.Zero), query.Until);
        Assert.Equal((MessageRole.User, "calculator", "Tea Expert"), (query.Role, query.Tool, query.AgentName));
        Assert.True(query is { HasCode: true, Pinned: true, Archived: true });
    }

    [Theory]
    [InlineData("until:2025-03-31", "2025-04-01")]
    [InlineData("until:2025-03", "2025-04-01")]
    [InlineData("until:2025", "2026-01-01")]
    [InlineData("before:2025-03-31", "2025-03-31")]
    [InlineData("before:2025", "2025-01-01")]
    public void Until_means_to_the_end_of_the_day_the_month_or_the_year(string text, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end + "T00:00:00Z", CultureInfo.InvariantCulture), Apply(text).Until);

    [Theory]
    [InlineData("from:2025-03-02", "2025-03-02")]
    [InlineData("from:2025-03", "2025-03-01")]
    [InlineData("after:2025", "2025-01-01")]
    public void From_means_from_their_beginning_on(string text, string start) =>
        Assert.Equal(DateTimeOffset.Parse(start + "T00:00:00Z", CultureInfo.InvariantCulture), Apply(text).From);

    [Fact]
    public void Somebodys_message_has_no_operators()
    {
        var parsed = QueryParser.ParsePlain("Was it -5 degrees, role:user said \"so\"?");
        Assert.Empty(parsed.Operators);
        Assert.Empty(parsed.Phrases);
        Assert.DoesNotContain(parsed.Terms, t => t.IsExcluded);
        Assert.Contains(parsed.Terms, t => t.Text == "degrees");
    }

    [Fact]
    public void Nothing_that_can_be_typed_is_refused()
    {
        var random = new Random(9);
        const string pieces = "ab \"-*:有ñ“”«»\u0301\ud83d\udc4d\0\n";
        for (var i = 0; i < 5000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.True(QueryParser.Parse(text, random.Next(2) == 0).Terms.Count <= 2 * QueryParser.MostTerms);
        }
    }

    private static SearchQuery Apply(string text) => QueryParser.Parse(text).Operators.Aggregate(new SearchQuery(text), (q, said) => SearchOperators.Apply(q, said)!);
}
