using System.Net;
using System.Text;
using ConversationMemory.Services.Exports;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class ExportTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Json_holds_what_the_database_holds()
    {
        portal.When("What is 2 + 3?",
            new ModelScript().ToolCall(0, "call_1", "calculator", """{"expression":"2 + 3"}""").Finish("tool_calls"), ModelScript.Answers("It is 5."));
        portal.When("Break", new ModelScript().Text("```\nHalf").ErrorChunk("overloaded"));
        var ada = await portal.KeyOf("ada-exports");
        var id = (await ada.ChatAsync("What is 2 + 3?")).Text("conversation_id")!;
        await ada.ChatAsync("Break", id);
        await ada.CallAsync(HttpMethod.Patch, $"/api/conversations/{id}", new { title = "Summen / 東京" });

        using var answer = await ada.GetAsync($"/api/conversations/{id}/export?format=json");
        Assert.Equal((HttpStatusCode.OK, "application/json; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal("attachment; filename=\"Summen.json\"; filename*=UTF-8''Summen%20%E6%9D%B1%E4%BA%AC.json",
            answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("no-store, private", answer.Headers.CacheControl!.ToString());
        var export = JsonExport.Read(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal((id, "Summen / 東京", false, 4), (export.Id.ToString(), export.Title, export.TitleIsAutomatic, export.Messages.Count));
        Assert.Equal(["What is 2 + 3?", "It is 5.", "Break", "```\nHalf"], export.Messages.Select(m => m.Content));
        Assert.Equal("calculator", Assert.Single(export.Messages[1].ToolCalls!).Name);
        Assert.NotNull(export.Messages[3].Error);
        Assert.Equal(await RowsAsync(id), Rows(export));
    }

    [Fact]
    public async Task Markdown_holds_each_message_and_comes_without_a_word_about_the_format()
    {
        var ada = await portal.KeyOf("ada-reads-exports");
        var id = (await ada.ChatAsync("```\nhalf of a block")).Text("conversation_id")!;
        // Or the model finds a better title in between.
        await ada.CallAsync(HttpMethod.Patch, $"/api/conversations/{id}", new { title = "Half of a block" });
        using var answer = await ada.GetAsync($"/api/conversations/{id}/export");
        Assert.Equal("text/markdown; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\n\n```\nhalf of a block\n```\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\nYou said: ```\nhalf of a block\n", text, StringComparison.Ordinal);
        using var again = await ada.GetAsync($"/api/conversations/{id}/export?format=MD");
        Assert.Equal(text, await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Messages_beyond_a_page_and_behind_the_window_are_in_it()
    {
        var ada = await portal.KeyOf("ada-has-many");
        var id = (await ada.ChatAsync("Hello")).Text("conversation_id")!;
        var owner = await portal.IdOf("ada-has-many");
        await portal.Database.RunAsync(
            """
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
                SELECT $1, $2, 'user', 'complete', 'Number ' || n, 3 FROM generate_series(1, 40) AS n
            """, owner, Guid.Parse(id));
        var stored = await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE conversation_id = $1", Guid.Parse(id));
        var shown = await portal.Database.ReadAsync<int>("SELECT message_count FROM app.conversations WHERE id = $1", Guid.Parse(id));
        Assert.True(stored > shown, "nothing waits behind the window");

        var export = JsonExport.Read(await ada.GetByteArrayAsync($"/api/conversations/{id}/export?format=json"));
        Assert.Equal((stored, shown), (export.Messages.Count, export.MessageCount));
        Assert.Equal(shown, export.Messages.Count(m => m.Seq >= export.FirstSeq));
        var markdown = await ada.GetStringAsync($"/api/conversations/{id}/export?format=md");
        Assert.Equal(stored - shown, markdown.Split("*No longer shown in the chat").Length - 1);
    }

    [Fact]
    public async Task Summaries_are_in_it()
    {
        var ada = await portal.KeyOf("ada-sums-up");
        var id = (await ada.ChatAsync("Hello")).Text("conversation_id")!;
        for (var i = 0; i < 10; i++) await ada.ChatAsync($"Number {i}", id);
        var summary = (await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{id}/summarize"))["summary"];
        var export = JsonExport.Read(await ada.GetByteArrayAsync($"/api/conversations/{id}/export?format=json"));
        Assert.Equal(summary.GetProperty("content").GetString(), Assert.Single(export.Summaries).Content);
        Assert.Equal(summary.GetProperty("through_seq").GetInt32(), export.SummarySeq);
        Assert.Contains($"\n\n{export.Summaries[0].Content}\n\n", await ada.GetStringAsync($"/api/conversations/{id}/export"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("md,json")]
    public async Task Other_formats_are_refused_with_those_there_are(string format)
    {
        var ada = await portal.KeyOf("ada");
        var id = (await ada.ChatAsync("Hello")).Text("conversation_id");
        var refused = await ada.GetJsonAsync($"/api/conversations/{id}/export?format={format}");
        Assert.Equal((HttpStatusCode.BadRequest, "bad_format"), (refused.Status, refused.Text("code")));
        Assert.Contains("md, json, html, txt and pdf", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html", "text/html; charset=utf-8", "<!DOCTYPE html>")]
    [InlineData("txt", "text/plain; charset=utf-8", "Formats\n=======")]
    [InlineData("pdf", "application/pdf", "%PDF-1.7")]
    public async Task Formats_for_reading_are_answered_as_files(string format, string type, string beginning)
    {
        var ada = await portal.KeyOf($"ada-reads-{format}");
        var id = (await ada.ChatAsync("Hello")).Text("conversation_id")!;
        await ada.CallAsync(HttpMethod.Patch, $"/api/conversations/{id}", new { title = "Formats" });
        using var answer = await ada.GetAsync($"/api/conversations/{id}/export?format={format}");
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.StartsWith($"attachment; filename=\"Formats.{format}\"", answer.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
        Assert.StartsWith(beginning, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var ben = await (await portal.KeyOf("ben-reads")).GetAsync($"/api/conversations/{id}/export?format={format}");
        Assert.Equal(HttpStatusCode.NotFound, ben.StatusCode);
    }

    [Fact]
    public async Task Part_holds_what_was_asked_for()
    {
        var ada = await portal.KeyOf("ada-parts");
        var id = (await ada.ChatAsync("First")).Text("conversation_id")!;
        await ada.ChatAsync("Second", id);
        var part = JsonExport.Read(await ada.GetByteArrayAsync($"/api/conversations/{id}/export?format=json&from=3&to=3&context=false"));
        Assert.Equal((true, 3, false), (part.Partial, part.Options!.FromSeq, part.Options.Context));
        Assert.Equal("Second", Assert.Single(part.Messages).Content);
        var text = await ada.GetStringAsync($"/api/conversations/{id}/export?format=txt&from=3");
        Assert.Contains("from message 3 on", text, StringComparison.Ordinal);
        Assert.DoesNotContain("First", text.Split("----")[1], StringComparison.Ordinal);
        Assert.Contains("Made from", await ada.GetStringAsync($"/api/conversations/{id}/export?format=html&context=true"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=3&to=2", "bad_range")]
    [InlineData("from=0", "bad_range")]
    [InlineData("from=x", "bad_request")]
    [InlineData("tools=maybe", "bad_request")]
    public async Task Options_that_make_no_sense_are_refused(string query, string code)
    {
        var ada = await portal.KeyOf("ada");
        var id = (await ada.ChatAsync("Hello")).Text("conversation_id");
        var refused = await ada.GetJsonAsync($"/api/conversations/{id}/export?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Text("code")));
    }

    [Fact]
    public async Task Schema_of_the_complete_form_is_public()
    {
        using var answer = await portal.Client().GetAsync("/schemas/conversation-1.json");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(JsonExport.Schema, json.RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Page_offers_the_files_to_its_owner_alone()
    {
        var key = await portal.KeyOf("ada-clicks");
        var id = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        await key.CallAsync(HttpMethod.Patch, $"/api/conversations/{id}", new { title = "Hello" });
        var ada = await portal.SignedInAs("ada-clicks");
        var page = await ada.PageAsync($"/chat/{id}");
        var links = page.QuerySelectorAll("#export-menu a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal([.. ExportFormats.Available.Select(f => $"/conversations/{id}/export?format={f.Name()}"), $"/conversations/{id}/export"], links);
        links.RemoveAt(links.Count - 1);
        Assert.Null((await ada.PageAsync("/chat/new")).QuerySelector("#export-menu"));
        var ben = await portal.SignedInAs("ben-clicks");
        foreach (var link in links)
        {
            using var file = await ada.GetAsync(link);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.StartsWith("attachment; filename=\"Hello.", file.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
            using var program = await key.GetAsync($"/api{link}");
            Assert.Equal(await program.Content.ReadAsByteArrayAsync(), await file.Content.ReadAsByteArrayAsync());
            using var stranger = await ben.GetAsync(link);
            Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
            using var nobody = await portal.Client().GetAsync(link);
            Assert.Equal(HttpStatusCode.Redirect, nobody.StatusCode);
        }

        using var refused = await ada.GetAsync($"/conversations/{id}/export?format=docx");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Page_lets_its_owner_choose_format_and_part()
    {
        var key = await portal.KeyOf("ada-chooses");
        var id = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        var ada = await portal.SignedInAs("ada-chooses");
        var page = await ada.PageAsync($"/conversations/{id}/export");
        Assert.Equal(["pdf", "html", "md", "txt", "json"], page.QuerySelectorAll("input[name=format]").Select(i => i.GetAttribute("value")));
        Assert.Equal("pdf", page.QuerySelector("input[name=format][checked]")!.GetAttribute("value"));
        using var file = await ada.GetAsync($"/conversations/{id}/export?format=txt&tools=true&tools=false&summaries=false&context=false&from=&to=1");
        var text = await file.Content.ReadAsStringAsync();
        Assert.Contains("Part:          up to message 1, without summaries", text, StringComparison.Ordinal);
        using var refused = await ada.GetAsync($"/conversations/{id}/export?format=txt&from=2&to=1");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("the first is not after the last", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var stranger = await (await portal.SignedInAs("ben-chooses")).GetAsync($"/conversations/{id}/export");
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    [Fact]
    public async Task Every_list_leads_to_the_formats()
    {
        var key = await portal.KeyOf("ada-lists");
        var id = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        var ada = await portal.SignedInAs("ada-lists");
        var link = $"a[href='/conversations/{id}/export']";
        Assert.NotNull((await ada.PageAsync("/chat/new")).QuerySelector($".conversation {link}"));
        Assert.NotNull((await ada.PageAsync("/conversations")).QuerySelector($".manage {link}"));
        await portal.Database.RunAsync("UPDATE app.conversations SET expires_at = now() + interval '2 days', noticed_at = now() WHERE id = $1", Guid.Parse(id));
        Assert.NotNull((await ada.PageAsync("/conversations?state=expiring")).QuerySelector($".manage {link}"));
        await portal.Database.RunAsync("UPDATE app.conversations SET expires_at = NULL, noticed_at = NULL WHERE id = $1", Guid.Parse(id));
        await key.CallAsync(HttpMethod.Post, $"/api/conversations/{id}/archive");
        Assert.NotNull((await ada.PageAsync("/conversations?state=archived")).QuerySelector($".manage {link}"));
        Assert.NotNull((await ada.PageAsync($"/conversations/{id}/read")).QuerySelector($"#export-menu {link}"));
        await key.CallAsync(HttpMethod.Delete, $"/api/conversations/{id}");
        Assert.NotNull((await ada.PageAsync("/conversations?state=deleted")).QuerySelector($".manage {link}"));
        using var file = await ada.GetAsync($"/conversations/{id}/export?format=pdf");
        Assert.Equal("application/pdf", file.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Page_to_print_is_the_file_shown()
    {
        var key = await portal.KeyOf("ada-prints");
        var id = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        using var page = await (await portal.SignedInAs("ada-prints")).GetAsync($"/conversations/{id}/print");
        Assert.Null(page.Content.Headers.ContentDisposition);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("Print this page", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var stranger = await (await portal.SignedInAs("ben-prints")).GetAsync($"/conversations/{id}/print");
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    private async Task<string> RowsAsync(string id) => await portal.Database.ReadAsync<string>(
        """
        SELECT string_agg(concat_ws('|', seq, role, status, content, tokens, reply_to, model, error, tool_calls IS NULL, context IS NULL, extract(epoch FROM created_at)), E'\n' ORDER BY seq)
            FROM app.messages WHERE conversation_id = $1
        """, Guid.Parse(id));

    private static string Rows(ConversationExport export)
    {
        var rows = new StringBuilder();
        foreach (var m in export.Messages)
        {
            object?[] fields =
            [
                m.Seq, m.Role.ToString().ToLowerInvariant(), m.Status.ToString().ToLowerInvariant(), m.Content, m.Tokens, m.ReplyTo, m.Model, m.Error,
                m.ToolCalls is null ? "t" : "f", m.Context is null ? "t" : "f",
                FormattableString.Invariant($"{(m.CreatedAt - DateTimeOffset.UnixEpoch).Ticks / 10 / 1_000_000m:0.000000}"),
            ];
            rows.Append(rows.Length > 0 ? "\n" : "").AppendJoin('|', fields.Where(f => f is not null));
        }

        return rows.ToString();
    }
}
