using System.Text.Json;
using ConversationMemory.Services.Context;

namespace ConversationMemory.Tests.Unit.Context;

public sealed class ContextRecordTests
{
    [Fact]
    public void Record_reads_as_it_was_written()
    {
        var record = Record();
        var read = ContextRecord.FromJson(record.ToJson());
        Assert.Equal(JsonSerializer.Serialize(record), JsonSerializer.Serialize(read));
    }

    [Fact]
    public void Record_without_anything_reads_as_it_was_written()
    {
        var record = Record() with { System = null, Summary = null, Sent = [], LeftOut = [], Exact = false };
        Assert.Equal(JsonSerializer.Serialize(record), JsonSerializer.Serialize(ContextRecord.FromJson(record.ToJson())));
    }

    [Fact]
    public void Thirty_messages_take_few_bytes()
    {
        var record = Record() with { Sent = [.. Enumerable.Range(1, 30).Select(seq => new ContextSent(seq, 100 + seq, Cut: false))], LeftOut = [] };
        Assert.InRange(record.ToJson().Length, 100, 220);
    }

    [Fact]
    public void Record_of_the_first_version_is_still_read()
    {
        var read = ContextRecord.FromJson("""
            {"budget": 8000, "total": 60, "overhead": 3, "tools": 5, "system": {"tokens": 20, "cut": true},
             "summary": {"through_seq": 4, "tokens": 12, "cut": false}, "sent": [{"seq": 5, "tokens": 20, "cut": false}],
             "left_out": [{"seq": 1, "tokens": 9, "reason": "summarised"}], "encoding": "o200k_base", "exact": true}
            """);
        Assert.Equal((8000, 60, 3, 5), (read.Budget, read.Total, read.Overhead, read.Tools));
        Assert.Equal(new ContextPart(20, true), read.System);
        Assert.Equal(new ContextSummaryPart(4, 12, false), read.Summary);
        Assert.Equal([new ContextSent(5, 20, false)], read.Sent);
        Assert.Equal([new ContextLeftOut(1, 9, "summarised")], read.LeftOut);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"3|8000\"")]
    [InlineData("\"2|a|1|2|3|||||x|1\"")]
    [InlineData("\"2|1|1|2|3||5|||x|1\"")]
    [InlineData("{}")]
    [InlineData("7")]
    public void Something_else_is_refused(string json) => Assert.Throws<JsonException>(() => ContextRecord.FromJson(json));

    private static ContextRecord Record() => new()
    {
        Budget = 8000,
        Total = 1234,
        Overhead = 3,
        Tools = 120,
        System = new ContextPart(57, Cut: true),
        Summary = new ContextSummaryPart(12, 300, Cut: false),
        Sent = [new(13, 40, false), new(14, 7, false), new(17, 300, false), new(18, 55, true)],
        LeftOut = [new(1, 10, "summarised"), new(2, 12, "summarised"), new(3, 13, "empty"), new(4, 9, "summarised"), new(19, 0, "later")],
        Encoding = "o200k_base",
        Exact = true,
    };
}
