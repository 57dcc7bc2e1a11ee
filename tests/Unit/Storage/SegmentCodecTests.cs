using System.Text;
using System.Text.Json;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages.Packing;

namespace ConversationMemory.Tests.Unit.Storage;

public sealed class SegmentCodecTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_messages_come_back_as_they_were(int seed)
    {
        var messages = Messages(new Random(seed));
        Assert.Equal(messages, Again(messages));
    }

    [Fact]
    public void Every_code_point_that_text_can_hold_comes_back()
    {
        var all = new StringBuilder();
        for (var code = 1; code <= 0x10FFFF; code++)
            if (Rune.IsValid(code)) all.Append(new Rune(code).ToString());
        var message = Said(1) with { Content = all.ToString(), Error = all.ToString(0, 0x2100) };
        Assert.Equal([message], Again([message]));
    }

    [Fact]
    public void Naughty_strings_come_back()
    {
        string[] texts = ["", " ", "\"\\/\b\f\n\r\t", "]]]}}}", "null", "\u2028\u2029\uFEFF\u202E", "𝒜👩‍👩‍👧‍👦é", "<script>&amp;'", new('x', 100_000)];
        var messages = texts.Select((text, i) => Said(i + 1) with { Content = text }).ToList();
        Assert.Equal(messages, Again(messages));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"2|8000|7\"")]
    [InlineData("{\"a\": [1.50, 1e400, -0, true, null, \"\\u0001 é\"]}")]
    public void Json_of_any_shape_is_the_same_json_afterwards(string json)
    {
        var message = Assert.Single(Again([Said(1) with { ToolCalls = json, Context = json }]));
        Assert.True(JsonElement.DeepEquals(Parse(json), Parse(message.ToolCalls!)));
        Assert.True(JsonElement.DeepEquals(Parse(json), Parse(message.Context!)));
        // Digits that say nothing are kept by the database, so they are kept here.
        if (json.Contains("1.50", StringComparison.Ordinal)) Assert.Contains("1.50", message.ToolCalls, StringComparison.Ordinal);
    }

    [Fact]
    public void Authors_come_back_and_what_one_person_wrote_is_packed_as_before()
    {
        var (ben, eve) = (Guid.NewGuid(), Guid.NewGuid());
        StoredMessage[] messages = [Said(1), Said(2) with { AuthorId = ben }, Said(3) with { AuthorId = eve }, Said(4) with { AuthorId = ben }];
        var summary = new Summary { Content = "Likes blue", Version = 1, FromSeq = 1, ThroughSeq = 2, CreatedAt = Start };
        var again = SegmentCodec.Decode(SegmentCodec.Encode(new SegmentContent(messages, [summary])));
        Assert.Equal(messages, again.Messages);
        Assert.Equal("Likes blue", Assert.Single(again.Summaries).Content);
    }

    [Fact]
    public void Times_keep_their_microseconds()
    {
        var at = Start.AddTicks(1_234_567 * TimeSpan.TicksPerMicrosecond);
        Assert.Equal(at, Again([Said(1) with { CreatedAt = at }])[0].CreatedAt);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(-200), Again([Said(1) with { CreatedAt = DateTimeOffset.UnixEpoch.AddYears(-200) }])[0].CreatedAt);
    }

    [Fact]
    public void Bytes_of_a_later_version_or_of_something_else_are_refused()
    {
        var data = SegmentCodec.Encode(new SegmentContent([Said(1)], []));
        Assert.Throws<InvalidDataException>(() => SegmentCodec.Decode([2, .. data[1..]]));
        Assert.Throws<InvalidDataException>(() => SegmentCodec.Decode(data[..^4]));
        Assert.Throws<InvalidDataException>(() => SegmentCodec.Decode([1, 2, 3, 4]));
        Assert.Throws<InvalidDataException>(() => SegmentCodec.Decode([]));
    }

    [Theory]
    [InlineData("\"2|8000|60|3|5|20c|4:12|1:11 30c;3:9|later2:7;summarised9:1 2|o200k_base|1\"")]
    [InlineData("\"2|8000|60|3|5|20c|4:12|1:11 30c;3:9|later2:7|o200k_base|1|019000000000700080000000000000a1.3 One | two;1:7\"")]
    [InlineData("\"2|8000|60|3|5|||1:05 -3|||1\"")]
    [InlineData("\"2|a|b|c|d|e|f|x1:y z|;;:|é|\"")]
    [InlineData("\"2|\"")]
    [InlineData("\"3|8000\"")]
    [InlineData("{\"sent\":[{\"seq\":1}]}")]
    public void Context_records_of_any_form_come_back_as_they_were(string context)
    {
        List<StoredMessage> messages = [Said(1) with { Tokens = 7 }, Said(2) with { Tokens = 26, Context = context }, Said(3) with { Tokens = 5, Context = context }];
        Assert.Equal(messages, Again(messages));
    }

    [Fact]
    public void Summaries_come_back_with_their_messages()
    {
        var summary = new Summary
        {
            Version = 3,
            FromSeq = 1,
            ThroughSeq = 9,
            Content = "She likes \"blue\".\né 𝒜",
            Tokens = 7,
            Source = SummarySource.Edited,
            Model = "gpt-4o",
            CreatedAt = Start,
        };
        var content = SegmentCodec.Decode(SegmentCodec.Encode(new SegmentContent([Said(1), Said(2)], [new Summary { Version = 1, Content = "x" }, summary])));
        Assert.Equal([Said(1), Said(2)], content.Messages);
        Assert.Equal(JsonSerializer.Serialize(summary), JsonSerializer.Serialize(content.Summaries[1]));
    }

    [Fact]
    public void Text_that_no_database_holds_is_refused() =>
        Assert.Throws<ArgumentException>(() => SegmentCodec.Encode(new SegmentContent([Said(1) with { Content = "a\0b" }], [])));

    private static IReadOnlyList<StoredMessage> Again(IReadOnlyList<StoredMessage> messages) =>
        SegmentCodec.Decode(SegmentCodec.Encode(new SegmentContent(messages, []))).Messages;

    private static List<StoredMessage> Messages(Random random)
    {
        var seq = random.Next(1, 1000);
        return [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => new StoredMessage
        {
            Seq = seq += random.Next(1, 4),
            Role = Any(random, "user", "assistant", "system", "tool"),
            Status = Any(random, "complete", "stopped", "broken"),
            Content = Text(random),
            ToolCalls = random.Next(4) > 0 ? null : $$"""[{"id":"c{{random.Next()}}","name":"calculator","input":"{}","status":"ok"}]""",
            Tokens = random.Next(5000),
            ReplyTo = random.Next(2) == 0 ? null : random.Next(1, 2000),
            Model = random.Next(2) == 0 ? null : Any(random, "gpt-4o-mini", "offline"),
            Context = random.Next(2) == 0 ? null : "\"2|8000\"",
            Error = random.Next(5) > 0 ? null : Text(random),
            CreatedAt = Start.AddTicks(random.NextInt64(-1_000_000_000, 1_000_000_000) * TimeSpan.TicksPerMicrosecond),
            Pinned = random.Next(3) == 0,
        })];
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => Letter(random, random.Next(4))));

    private static string Letter(Random random, int kind)
    {
        var (from, to) = kind switch { 0 => (0x20, 0x7F), 1 => (0x1, 0x3000), 2 => (0x3000, 0xD800), _ => (0xE000, 0x110000) };
        return new Rune(random.Next(from, to)).ToString();
    }

    private static string Any(Random random, params string[] values) => values[random.Next(values.Length)];

    private static StoredMessage Said(int seq) => new() { Seq = seq, Role = "user", Status = "complete", Content = "Something", CreatedAt = Start };

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
