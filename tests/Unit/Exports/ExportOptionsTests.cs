using System.Text;
using System.Text.Json;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Tests.Unit.Exports;

public class ExportOptionsTests
{
    private static readonly ConversationExport Whole = Exported.Of("One", "Two", "Three", "Four") with
    {
        Summaries = [Exported.Summary("Sum")],
        Messages = [.. Exported.Of("One", "Two", "Three", "Four").Messages.Select(m => m with { ToolCalls = [new ToolCall("1", "calculator", "{}", "ok", null)] })],
    };

    [Fact]
    public void Everything_is_the_same_file_as_ever()
    {
        Assert.Same(Whole, ExportOptions.Everything.Of(Whole));
        Assert.DoesNotContain("partial", Encoding.UTF8.GetString(JsonExport.Write(ExportOptions.Everything.Of(Whole))), StringComparison.Ordinal);
    }

    [Fact]
    public void Part_holds_what_was_asked_for_and_says_so()
    {
        var options = new ExportOptions { FromSeq = 2, ToSeq = 3, ToolCalls = false, Summaries = false };
        var read = JsonExport.Read(JsonExport.Write(options.Of(Whole)));
        Assert.Equal([2, 3], read.Messages.Select(m => m.Seq));
        Assert.All(read.Messages, m => Assert.True(m.ToolCalls is null && m.Context is null));
        Assert.Empty(read.Summaries);
        Assert.Equal((true, options), (read.Partial, read.Options));
        using var json = JsonDocument.Parse(JsonExport.Write(options.Of(Whole)));
        Assert.Equal("""{"tool_calls":false,"summaries":false,"context":false,"from_seq":2,"to_seq":3}""", JsonSerializer.Serialize(json.RootElement.GetProperty("options")));
    }

    [Fact]
    public void Markdown_heeds_them_and_says_so()
    {
        var options = new ExportOptions { FromSeq = 2, ToSeq = 3, ToolCalls = false, Summaries = false };
        var markdown = Encoding.UTF8.GetString(MarkdownExport.Write(Whole, options));
        Assert.Contains("\nmessages: 2\n", markdown, StringComparison.Ordinal);
        Assert.Contains("\npart: \"messages 2 to 3, without tool calls, without summaries\"\n", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("calculator", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Sum", markdown, StringComparison.Ordinal);
        Assert.Equal(["Two", "Three"], MarkdownExport.Read(Encoding.UTF8.GetBytes(markdown)).Messages.Select(m => m.Content));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(3, 3, false)]
    [InlineData(4, 3, true)]
    [InlineData(0, null, true)]
    [InlineData(null, -1, true)]
    public void Range_that_cannot_be_is_known(int? from, int? to, bool impossible) =>
        Assert.Equal(impossible, new ExportOptions { FromSeq = from, ToSeq = to }.IsImpossible);

    [Theory]
    [InlineData(3, null, "from message 3 on")]
    [InlineData(null, 3, "up to message 3")]
    [InlineData(null, null, null)]
    public void Range_is_told_in_words(int? from, int? to, string? words) =>
        Assert.Equal(words, new ExportOptions { FromSeq = from, ToSeq = to }.Description());
}
