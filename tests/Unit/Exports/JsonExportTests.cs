using System.Text;
using System.Text.Json;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using FsCheck;
using FsCheck.Fluent;

namespace ConversationMemory.Tests.Unit.Exports;

public class JsonExportTests
{
    private static readonly ConversationExport Full = Exported.Of("Hello", "Hi \U0001F600 \"there\"\\", "", "Half") with
    {
        Title = "Köln → 東京",
        FirstSeq = 3,
        PrunedCount = 2,
        SummarySeq = 4,
        Summaries = [Exported.Summary("Old") with { Version = 1 }, Exported.Summary("New")],
        Messages =
        [
            Exported.Message(1, "Hello"),
            Exported.Message(2, "Hi") with { ToolCalls = [new ToolCall("1", "calculator", "{}", "ok", null)], Pinned = true },
            Exported.Message(4, "") with { Status = MessageStatus.Broken, Error = "It broke.", ToolCalls = [], Role = MessageRole.Tool },
        ],
    };

    [Fact]
    public void Everything_comes_back() => Assert.Equivalent(Full, JsonExport.Read(JsonExport.Write(Full)), strict: true);

    [Fact]
    public void Any_text_comes_back() => HostileTexts.Hold(contents =>
        Assert.Equivalent(Exported.Of(contents), JsonExport.Read(JsonExport.Write(Exported.Of(contents))), strict: true));

    [Fact]
    public void Any_conversation_comes_back() => RandomConversation.Hold(conversation =>
    {
        var read = JsonExport.Read(JsonExport.Write(conversation));
        Assert.Equivalent(conversation, read, strict: true);
        Assert.Equal(JsonExport.Write(conversation), JsonExport.Write(read));
    });

    [Fact]
    public void Any_number_and_time_comes_back() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<Tuple<int, long, DateTimeOffset, bool>>(), some =>
    {
        var odd = Full with { LastSeq = some.Item1, TotalTokens = some.Item2, CreatedAt = some.Item3, TitleIsAutomatic = some.Item4 };
        Assert.Equivalent(odd, JsonExport.Read(JsonExport.Write(odd)), strict: true);
    }));

    [Fact]
    public void No_call_and_an_empty_list_of_calls_are_two_things()
    {
        var read = JsonExport.Read(JsonExport.Write(Full));
        Assert.Null(read.Messages[0].ToolCalls);
        Assert.Empty(read.Messages[2].ToolCalls!);
    }

    [Fact]
    public void Fields_are_the_documented_ones()
    {
        using var json = JsonDocument.Parse(JsonExport.Write(Full));
        var root = json.RootElement;
        Assert.Equal("conversationmemory.conversation/1", root.GetProperty("schema").GetString());
        Assert.Equal(
            "schema id title title_is_automatic agent_id agent_name created_at updated_at active_at last_seq first_seq message_count "
            + "total_tokens pruned_count pruned_seq summary_seq summaries messages", Names(root));
        Assert.Equal(
            "seq role status content tool_calls tokens reply_to model error context pinned created_at", Names(root.GetProperty("messages")[0]));
        Assert.Equal("version from_seq through_seq content tokens source model created_at", Names(root.GetProperty("summaries")[0]));
        Assert.Equal("id name input status output", Names(root.GetProperty("messages")[1].GetProperty("tool_calls")[0]));
        Assert.Equal(1.5m, root.GetProperty("messages")[1].GetProperty("context").GetProperty("total").GetDecimal());
        Assert.Contains("Köln → 東京", Encoding.UTF8.GetString(JsonExport.Write(Full)), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_becomes_a_replacement_character() =>
        Assert.Equal("a\uFFFD", JsonExport.Read(JsonExport.Write(Exported.Of("a\uD83D"))).Messages[0].Content);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    public void What_is_no_export_is_refused(string text) =>
        Assert.Throws<JsonException>(() => JsonExport.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("conversationmemory.conversation/1", "conversationmemory.conversation/2")]
    [InlineData("\"role\": \"user\"", "\"role\": \"god\"")]
    [InlineData("\"role\": \"user\"", "\"role\": 0")]
    [InlineData("\"content\": \"Hello\"", "\"content\": null")]
    [InlineData("\"content\": \"Hello\"", "\"content\": \"Hello\", \"content\": \"Bye\"")]
    [InlineData("\"content\": \"Hello\",", "")]
    public void Export_that_was_tampered_with_is_refused(string part, string instead)
    {
        var text = Encoding.UTF8.GetString(JsonExport.Write(Full));
        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonExport.Read(Encoding.UTF8.GetBytes(text.Replace(part, instead, StringComparison.Ordinal))));
    }

    private static string Names(JsonElement json) => string.Join(' ', json.EnumerateObject().Select(p => p.Name));
}
