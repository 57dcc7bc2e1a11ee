using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Services.Imports;
using ConversationMemory.Services.Messages;
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
        Assert.Equal(export.Messages.Select(m => (m.Role, m.Content, m.CreatedAt)), chat.Messages.Select(m => (m.Role, m.Content, m.CreatedAt)));
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
    [InlineData("\"last_seq\": 2", "\"last_seq\": 2147483647")]
    [InlineData("\"active_at\": \"2026", "\"active_at\": \"0001")]
    public async Task Export_whose_rows_cannot_be_is_damaged(string part, string instead)
    {
        var text = System.Text.Encoding.UTF8.GetString(JsonExport.Write(Exported.Of("a", "b")));
        Assert.Contains(part, text, StringComparison.Ordinal);
        var piece = Assert.Single(await Pieces.OfAsync(text.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Contains("damaged", piece.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summaries_out_of_order_are_damage_and_no_duplicate()
    {
        var twice = Exported.Of("a", "b") with { Summaries = [Exported.Summary("x") with { ThroughSeq = 1 }, Exported.Summary("y") with { ThroughSeq = 1 }] };
        Assert.Contains("order of their versions", Assert.Single(await Pieces.OfAsync(JsonExport.Write(twice))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summaries_that_end_with_the_same_message_are_damage_unless_they_were_edited()
    {
        var (first, second) = (Exported.Summary("x") with { Version = 1, ThroughSeq = 1 }, Exported.Summary("y") with { ThroughSeq = 1 });
        Assert.Contains("the same message", Assert.Single(await Pieces.OfAsync(JsonExport.Write(Exported.Of("a", "b") with { Summaries = [first, second] }))).Problem, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await Pieces.OfAsync(JsonExport.Write(Exported.Of("a", "b") with { Summaries = [first, second with { Source = Data.Summaries.SummarySource.Edited }] }))).Chat);
    }

    [Fact]
    public async Task Part_of_a_conversation_says_that_it_is_one()
    {
        var part = new ExportOptions { Context = true, FromSeq = 2, ToolCalls = false }.Of(Exported.Of("a", "b"));
        Assert.Equal("The file holds a part of the conversation (from message 2 on, without tool calls); what was left out is not imported.",
            Assert.Single(Assert.Single(await Pieces.OfAsync(JsonExport.Write(part))).Chat!.Notes));
    }

    [Theory]
    [InlineData("grace", "grace")]
    [InlineData(" gr\nace\u0001 ", "gr ace")]
    [InlineData("", null)]
    [InlineData("\U0001F600", "\U0001F600")]
    public async Task Name_of_who_wrote_is_kept_with_the_row_and_is_nobodys_account(string name, string? kept)
    {
        var export = Exported.Of("a", "b") with { Messages = [Exported.Message(1, "a") with { AuthorName = name }, Exported.Message(2, "b") with { AuthorName = name }] };
        var rows = ImportRows.Of(Assert.Single(await Pieces.OfAsync(JsonExport.Write(export))).Chat!, Policy, Now);
        var messages = rows.Messages;
        Assert.Equal(kept, messages[0].AuthorName);
        Assert.Equal(kept is not null, MessageAuthors.IsByAnother(messages[0]));
        // What an agent wrote, nobody else did.
        Assert.Null(messages[1].AuthorName);
        Assert.Equal(export.Messages[1].Context, messages[1].Context);
    }

    [Fact]
    public async Task Long_name_is_cut_between_characters()
    {
        var export = Exported.Of("a") with { Messages = [Exported.Message(1, "a") with { AuthorName = new string('x', 99) + "\U0001F600" }] };
        var chat = Assert.Single(await Pieces.OfAsync(JsonExport.Write(export))).Chat!;
        Assert.Equal(new string('x', 99), chat.Whole!.Messages[0].AuthorName);
    }

    [Fact]
    public async Task Numbers_that_cannot_be_are_brought_to_those_that_can()
    {
        var odd = Exported.Of("a", "b") with { PrunedCount = int.MaxValue, TotalTokens = long.MaxValue, Messages = [Exported.Message(1, "a") with { Tokens = int.MaxValue }, Exported.Message(2, "b") with { Tokens = -5 }] };
        var rows = ImportRows.Of(Assert.Single(await Pieces.OfAsync(JsonExport.Write(odd))).Chat!, Policy, Now);
        Assert.Equal((2, 2L), (rows.PrunedCount, rows.TotalTokens));
    }

    [Fact]
    public async Task Context_in_the_form_of_a_segment_is_left_out()
    {
        var text = System.Text.Encoding.UTF8.GetString(JsonExport.Write(Exported.Of("a") with { Messages = [Exported.Message(1, "a") with { Context = "\"d|1\"" }] }));
        Assert.Null(Assert.Single(await Pieces.OfAsync(text)).Chat!.Whole!.Messages[0].Context);
    }

    [Theory]
    [InlineData(null, 5, 5, 5)]
    [InlineData(3, null, 3, 3)]
    [InlineData(7, 5, 7, 5)]
    [InlineData(3, 5, 5, 3)]
    [InlineData(-1, null, 0, 0)]
    public void Preview_knows_the_times_that_the_rows_will_have(int? createdHours, int? messageHours, int first, int last)
    {
        static DateTimeOffset? At(int? hours) => hours is { } h ? Now.AddHours(-h) : null;
        var chat = Chat(0) with { CreatedAt = At(createdHours), Messages = [Said(MessageRole.User, "a", null), Said(MessageRole.Assistant, "b", At(messageHours)), Said(MessageRole.User, "c", null)] };
        var rows = ImportRows.Of(chat, Policy, Now);
        Assert.Equal((At(first), At(last)), (rows.Messages.Min(m => m.CreatedAt), rows.ActiveAt));
        Assert.Equal((rows.Messages.Min(m => m.CreatedAt), rows.ActiveAt), ImportRows.TimesOf(chat, Now));
    }

    [Fact]
    public void Message_without_a_time_has_that_of_the_one_before_it()
    {
        var chat = Chat(0) with { CreatedAt = Now.AddHours(-9), Messages = [Said(MessageRole.User, "a", Now.AddHours(-5)), Said(MessageRole.Assistant, "b", null)] };
        Assert.Equal([Now.AddHours(-5), Now.AddHours(-5)], ImportRows.Of(chat, Policy, Now).Messages.Select(m => m.CreatedAt));
    }

    [Fact]
    public void Chat_without_any_time_has_none_before_it_is_imported() => Assert.Null(ImportRows.TimesOf(Chat(0) with { Messages = [Said(MessageRole.User, "a", null)] }, Now));

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
        var calls = Enumerable.Range(0, 10).Select(i => new ToolCall($"{i}", "tool", new string('"', 400), "ok", new string('\u00E9', 400))).ToList();
        var chat = Chat(2) with { Messages = [new MessageRecord { Role = MessageRole.Assistant, Content = "", CreatedAt = Exported.Morning, ToolCalls = calls }] };
        var kept = Assert.Single(ImportRows.Of(chat, Policy, Now).Messages).ToolCalls!;
        // Each is kept with a shorter input and output, rather than some of them whole.
        Assert.Equal(calls.Select(c => c.Id), kept.Select(c => c.Id));
        Assert.True(System.Text.Json.JsonSerializer.Serialize(kept, ToolCallJson.Options).Length <= 2000);
    }

    private static ImportedChat Chat(int messages) => new()
    {
        Format = "chatgpt",
        SourceId = "1",
        Messages = [.. Enumerable.Range(1, messages).Select(i => Said(i % 2 == 1 ? MessageRole.User : MessageRole.Assistant, $"Text {i}", Exported.Morning.AddMinutes(i)))],
    };

    private static MessageRecord Said(MessageRole role, string text, DateTimeOffset? at) => new() { Role = role, Content = text, CreatedAt = at ?? default };
}
