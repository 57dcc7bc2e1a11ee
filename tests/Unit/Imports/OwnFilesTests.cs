using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Services.Imports;
using ConversationMemory.Tests.Unit.Exports;

namespace ConversationMemory.Tests.Unit.Imports;

/// <summary>What we export comes back as it was.</summary>
public class OwnFilesTests
{
    private static readonly ResolvedPolicy Policy = new() { WindowMessages = 30, MaxToolCallSize = 2000, WindowAction = WindowAction.Summarise };
    private static readonly DateTimeOffset Now = Exported.Morning.AddDays(2);

    private static async Task<ConversationExport> BackAsync(ConversationExport export)
    {
        var chat = Assert.Single(await Pieces.OfAsync(JsonExport.Write(export))).Chat!;
        Assert.Empty(chat.Notes);
        return chat.Whole!;
    }

    [Fact]
    public async Task Export_is_read_as_it_was()
    {
        var full = Exported.Of("Hello", "Hi \U0001F600", "", "Half") with { Summaries = [Exported.Summary("Old")], SummarySeq = 4 };
        Assert.Equivalent(full, await BackAsync(full), strict: true);
    }

    [Fact]
    public void Any_conversation_is_read_as_it_was() => HostileTexts.Hold(contents =>
    {
        var export = JsonExport.Read(JsonExport.Write(Exported.Of([.. contents.Select(c => c.Replace('\0', ' '))])));
        Assert.Equivalent(export, BackAsync(export).GetAwaiter().GetResult(), strict: true);
    });

    [Fact]
    public void Any_text_comes_back_from_markdown_with_its_role_and_time() => HostileTexts.Hold(contents =>
    {
        var export = JsonExport.Read(JsonExport.Write(Exported.Of([.. contents.Select(c => c.Replace('\0', ' '))])));
        var chat = Assert.Single(Pieces.OfAsync(MarkdownExport.Write(export)).GetAwaiter().GetResult()).Chat!;
        Assert.Equal(export.Messages.Select(m => (m.Role, m.Content, m.CreatedAt)), chat.Messages.Select(m => (m.Role, m.Text, m.At!.Value)));
    });

    [Fact]
    public async Task Zip_of_many_brings_each_conversation_once()
    {
        using var file = new MemoryStream();
        var zip = new ZipWriter(file);
        for (var n = 1; n <= 3; n++)
        {
            var export = Exported.Of($"Question {n}", "Answer") with { Id = new Guid(n, 0, 0, new byte[8]), Title = $"Talk {n}" };
            await zip.AddAsync($"conversations/0000{n} Talk.md", async (output, ct) => await output.WriteAsync(MarkdownExport.Write(export), ct), [], default);
            await zip.AddAsync($"conversations/0000{n} Talk.json", async (output, ct) => await output.WriteAsync(JsonExport.Write(export), ct), [], default);
        }

        await zip.AddAsync("manifest.json", async (output, ct) => await output.WriteAsync("""{"schema": "conversationmemory.export/1", "conversations": [{"id": "x", "title": "Talk 1", "messages": 2, "files": []}]}"""u8.ToArray(), ct), [], default);
        await zip.AddAsync("account.json", async (output, ct) => await output.WriteAsync("""{"schema": "conversationmemory.account/1", "exports": []}"""u8.ToArray(), ct), [], default);
        await zip.FinishAsync(default);
        var pieces = await Pieces.OfAsync(file.ToArray());
        Assert.Equal(["Talk 1", "Talk 2", "Talk 3"], pieces.Select(piece => piece.Chat?.Whole?.Title ?? piece.Problem));
    }

    [Fact]
    public async Task Rows_are_those_of_the_export()
    {
        var export = Exported.Of("a", "b", "c", "d") with { FirstSeq = 3, PrunedCount = 2, LastSeq = 9, Messages = [Exported.Message(1, "a"), Exported.Message(2, "b") with { Pinned = true }, Exported.Message(5, "c"), Exported.Message(8, "d")] };
        var chat = Assert.Single(await Pieces.OfAsync(JsonExport.Write(export))).Chat!;
        var rows = ImportRows.Of(chat, Policy, Now);
        Assert.Equal((9, 3, 3, 1, 21L, 2), (rows.LastSeq, rows.FirstSeq, rows.MessageCount, rows.PinnedCount, rows.TotalTokens, rows.PrunedCount));
        Assert.Equal([1, 2, 5, 8], rows.Messages.Select(m => m.Seq));
        Assert.Equal(export.Id, rows.Id);
        Assert.False(rows.IsTrimmed);
    }

    [Theory]
    [InlineData("\"last_seq\": 2", "\"last_seq\": 1")]
    [InlineData("\"seq\": 2", "\"seq\": 1")]
    [InlineData("\"first_seq\": 1", "\"first_seq\": 0")]
    public async Task Export_whose_rows_cannot_be_is_damaged(string part, string instead)
    {
        var text = System.Text.Encoding.UTF8.GetString(JsonExport.Write(Exported.Of("a", "b")));
        Assert.Contains(part, text, StringComparison.Ordinal);
        var piece = Assert.Single(await Pieces.OfAsync(text.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Contains("damaged", piece.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WindowAction.Summarise, 40)]
    [InlineData(WindowAction.Archive, 40)]
    [InlineData(WindowAction.Delete, 30)]
    public void Window_of_the_policy_is_obeyed(WindowAction action, int stored)
    {
        var rows = ImportRows.Of(Chat(40), new ResolvedPolicy { WindowMessages = 30, MaxToolCallSize = 2000, WindowAction = action }, Now);
        Assert.Equal((30, 11, 10, stored), (rows.MessageCount, rows.FirstSeq, rows.PrunedCount, rows.Messages.Count));
        Assert.Equal(action == WindowAction.Delete ? 10 : 0, rows.PrunedSeq);
        Assert.True(rows.IsTrimmed);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(31, true)]
    public void Older_than_conversations_live_is_for_the_archive(int days, bool isOld) =>
        Assert.Equal(isOld, ImportRows.Of(Chat(2), new ResolvedPolicy { TtlDays = 30, MaxToolCallSize = 2000 }, Exported.Morning.AddMinutes(2).AddDays(days)).IsOld);

    [Fact]
    public void Nothing_is_later_than_now()
    {
        var chat = Chat(2);
        var rows = ImportRows.Of(chat, Policy, Exported.Morning.AddDays(-1));
        Assert.Equal(Exported.Morning.AddDays(-1), rows.ActiveAt);
        Assert.All(rows.Messages, m => Assert.Equal(Exported.Morning.AddDays(-1), m.CreatedAt));
    }

    [Fact]
    public void Calls_that_take_too_much_are_cut_to_what_is_kept()
    {
        var calls = Enumerable.Range(0, 30).Select(i => new ToolCall($"{i}", "tool", new string('"', 400), "ok", new string('\u00E9', 400))).ToList();
        var chat = Chat(2) with { Messages = [new ImportedMessage(MessageRole.Assistant, "", Exported.Morning) { ToolCalls = calls }] };
        var kept = Assert.Single(ImportRows.Of(chat, Policy, Now).Messages).ToolCalls!;
        Assert.NotEmpty(kept);
        Assert.True(System.Text.Json.JsonSerializer.Serialize(kept, ToolCallJson.Options).Length <= 2000);
    }

    private static ImportedChat Chat(int messages) => new()
    {
        Format = "chatgpt",
        SourceId = "1",
        Messages = [.. Enumerable.Range(1, messages).Select(i => new ImportedMessage(i % 2 == 1 ? MessageRole.User : MessageRole.Assistant, $"Text {i}", Exported.Morning.AddMinutes(i)))],
    };
}
