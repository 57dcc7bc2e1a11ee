using ConversationMemory.Data.Storage;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Messages.Packing.Terms;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Text.Words;
using FsCheck;
using FsCheck.Fluent;

namespace ConversationMemory.Tests.Unit.Search;

public sealed class TermFilterTests
{
    [Fact]
    public void What_is_in_a_filter_is_always_found() => Prop.ForAll<uint[], bool[]>((keys, persons) =>
    {
        var filter = TermFilter.Decode(TermFilter.Encode(keys, 5, hasCode: true, persons))!;
        return keys.All(filter.MayHold) && filter.Persons.SequenceEqual(persons) && filter is { Languages: 5, HasCode: true };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_not_is_seldom_taken_for_being_there_and_costs_about_a_byte_each()
    {
        var random = new Random(3);
        var keys = Enumerable.Range(0, 1000).Select(_ => (uint)random.NextInt64(1L << 32)).ToHashSet();
        var data = TermFilter.Encode(keys, 2, hasCode: false, [true, false]);
        var filter = TermFilter.Decode(data)!;
        var wrong = Enumerable.Range(0, 20_000).Select(_ => (uint)random.NextInt64(1L << 32)).Count(key => !keys.Contains(key) && filter.MayHold(key));
        Assert.InRange(wrong / 20_000.0, 0.005, 0.025);
        Assert.InRange(data.Length, 900, 1050);
    }

    [Fact]
    public void Empty_filter_holds_nothing()
    {
        var filter = TermFilter.Decode(TermFilter.Encode([], 0, hasCode: false, []))!;
        Assert.Equal(0, filter.Count);
        Assert.False(filter.MayHold(7));
    }

    [Fact]
    public void Damaged_or_later_filters_say_nothing_and_throw_nothing()
    {
        var random = new Random(4);
        Assert.Null(TermFilter.Decode([]));
        Assert.Null(TermFilter.Decode([9, 1, 2, 3]));
        for (var i = 0; i < 3000; i++)
        {
            var data = new byte[random.Next(1, 60)];
            random.NextBytes(data);
            data[0] = 1;
            TermFilter.Decode(data)?.MayHold(5);
        }
    }

    [Theory]
    [InlineData("We were running through the forests", "run")]
    [InlineData("We were running through the forests", "forest")]
    [InlineData("We were running through the forests", "runni*")]
    [InlineData("We were running through the forests", "fo*")]
    [InlineData("We were running through the forests", "\"the forests\"")]
    [InlineData("Wir waren in den Häusern der Stadt", "haus")]
    [InlineData("我们昨天讨论了机器学习的问题", "机器")]
    [InlineData("我们昨天讨论了机器学习的问题", "机")]
    [InlineData("ผมชอบกินข้าวผัดกุ้งมาก", "ข้าว")]
    [InlineData("The answer is 12345678", "12345678")]
    public void Segments_that_hold_a_word_are_candidates_for_it(string text, string query)
    {
        var filter = TermFilter.Decode(SegmentTerms.Of(Content(text)))!;
        Assert.All(QueryParser.Parse(query).Terms, term => Assert.True(new TermTest(term).MayBeIn(filter)));
    }

    [Fact]
    public void Segments_that_do_not_hold_a_word_are_mostly_none()
    {
        var filter = TermFilter.Decode(SegmentTerms.Of(Content("We were running through the forests")))!;
        var words = Enumerable.Range(0, 500).Select(n => $"zq{n}xv");
        Assert.InRange(words.Count(word => new TermTest(new QueryTerm(word)).MayBeIn(filter)), 0, 40);
    }

    [Fact]
    public void Keys_never_change() =>
        Assert.Equal((2291144696u, 2291144696u), (TermKey.OfRoot("forests"), TermKey.OfRoot("fores")));

    [Fact]
    public void Tools_code_and_who_wrote_are_known()
    {
        var filter = TermFilter.Decode(SegmentTerms.Of(new SegmentContent(
            [Said(1, "user", "Please"), Said(2, "assistant", "```\nx\n```") with { ToolCalls = """[{"id":"1","name":"Calculator","input":"{}","status":"ok"},{"a":1}]""" }], [])))!;
        Assert.True(filter.HasCode && filter.MayHold(TermKey.OfTool("calculator")) && filter.OnlyLanguage == Language.English);
        Assert.Equal([true, false], filter.Persons);
    }

    private static SegmentContent Content(string text) => new([Said(1, "user", text)], []);

    private static StoredMessage Said(int seq, string role, string text) => new() { Seq = seq, Role = role, Status = "complete", Content = text };
}
