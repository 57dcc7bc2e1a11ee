using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ConversationMemory.Services.Files;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using static ConversationMemory.Tests.E2E.Fixtures.ImportCalls;

namespace ConversationMemory.Tests.E2E.Http.Imports;

/// <summary>A portal that takes uploads of 1 MB.</summary>
public sealed class SmallUploadsPortal : Portal
{
    protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings) { ["Imports:MaxMegabytes"] = "1" };
}

/// <summary>Who may upload what, and what becomes of files that are none.</summary>
public sealed class UploadTests(SmallUploadsPortal portal) : IClassFixture<SmallUploadsPortal>
{
    private TestDatabase Database => portal.Database;

    [Fact]
    public async Task Stranger_uploads_nothing()
    {
        var stranger = portal.Client();
        using var file = new StringContent(ChatGpt(("a", 1, 1)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("/api/imports", file)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync("/imports")).StatusCode);
        Assert.Contains("/account/login", (await stranger.PostAsync("/imports/upload", file)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE NOT complete"));
    }

    [Fact]
    public async Task Session_without_the_forms_token_uploads_nothing()
    {
        var ada = await portal.SignedInAs("ada");
        using var form = new MultipartFormDataContent { { new StringContent(ChatGpt(("a", 1, 1))), "file", "a.json" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.PostAsync("/api/imports", form)).StatusCode);
        using var raw = new StringContent(ChatGpt(("a", 1, 1)), Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.PostAsync("/api/imports", raw)).StatusCode);
        using var page = new MultipartFormDataContent { { new StringContent("forged"), "__RequestVerificationToken" }, { new StringContent(ChatGpt(("a", 1, 1))), "file", "a.json" } };
        Assert.Equal("/imports", (await ada.PostAsync("/imports/upload", page)).Headers.Location!.ToString());
        Assert.Contains("open for too long", (await ada.PageAsync("/imports")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.imports WHERE owner_id = $1", await portal.IdOf("ada")));
    }

    [Fact]
    public async Task Form_without_script_uploads_shows_and_runs_an_import_and_takes_it_back()
    {
        var bob = await portal.SignedInAs("bob");
        using var sent = await UploadByFormAsync(bob, Encoding.UTF8.GetBytes(ChatGpt(("p1", 2, 1), ("p2", 2, 1))), "C:\\Users\\bob\\conv <b>.json");
        var page = sent.Headers.Location!.ToString();
        Assert.StartsWith("/imports/", page, StringComparison.Ordinal);
        await Until.TrueAsync(async () => (await bob.PageAsync(page)).QuerySelector("#choice input[type=checkbox]") is not null);
        var shown = (await bob.PageAsync(page)).QuerySelector("main")!;
        Assert.Contains("conv <b>.json", shown.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Users", shown.TextContent, StringComparison.Ordinal);
        using (var chosen = await bob.SubmitAsync(page, [("Chosen", "1")], "form#choice")) Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        Assert.Equal("Import 1 conversation", (await bob.PageAsync(page)).QuerySelector("button.primary")!.TextContent);
        using (var run = await bob.PressAsync(page, "Import 1 conversation")) Assert.Equal(HttpStatusCode.Redirect, run.StatusCode);
        await Until.TrueAsync(async () => (await bob.PageAsync(page)).QuerySelector("[role=status]")!.TextContent == "done");
        Assert.Equal("Chat p2", await Database.ReadAsync<string>("SELECT string_agg(title, ',') FROM app.conversations WHERE owner_id = $1", await portal.IdOf("bob")));
        using (var undo = await bob.PressAsync(page, "Undo the import")) Assert.Equal(HttpStatusCode.Redirect, undo.StatusCode);
        await Until.TrueAsync(async () => (await bob.PageAsync(page)).QuerySelector("[role=status]")!.TextContent == "undone");
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1", await portal.IdOf("bob")));
        Assert.Contains("an import was undone", (await bob.PageAsync("/account/receipts")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var eve = await portal.SignedInAs("eve");
        Assert.Equal(HttpStatusCode.NotFound, (await eve.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task Branch_that_is_not_ticked_stays_out_though_the_others_come()
    {
        var fay = await portal.SignedInAs("fay");
        var file = $"[{Branched("one").Trim()[1..^1]},{Branched("two").Trim()[1..^1]}]";
        using var sent = await UploadByFormAsync(fay, Encoding.UTF8.GetBytes(file), "branched.json");
        var page = sent.Headers.Location!.ToString();
        await Until.TrueAsync(async () => (await fay.PageAsync(page)).QuerySelector("#choice input[type=checkbox]") is not null);
        Assert.Equal("Import 2 conversations", (await fay.PageAsync(page)).QuerySelector("button.primary")!.TextContent);
        using (var look = await fay.SubmitAsync(page, [("branches", "true")], "form[action$=Look]")) Assert.Equal(HttpStatusCode.Redirect, look.StatusCode);
        var shown = await fay.PageAsync(page);
        Assert.Equal("Import 4 conversations", shown.QuerySelector("button.primary")!.TextContent);
        Assert.Equal(4, shown.QuerySelectorAll("#choice input[type=checkbox][checked]").Length);

        // The second conversation's branch is unticked; that the box above is still ticked does not bring it back.
        using (var chosen = await fay.SubmitAsync(page, [("Chosen", "0"), ("Chosen", "1"), ("Chosen", "2")], "form#choice")) Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        using (var look = await fay.SubmitAsync(page, [("branches", "true")], "form[action$=Look]")) Assert.Equal(HttpStatusCode.Redirect, look.StatusCode);
        Assert.Equal("Import 3 conversations", (await fay.PageAsync(page)).QuerySelector("button.primary")!.TextContent);
        using (var run = await fay.PressAsync(page, "Import 3 conversations")) Assert.Equal(HttpStatusCode.Redirect, run.StatusCode);
        await Until.TrueAsync(async () => (await fay.PageAsync(page)).QuerySelector("[role=status]")!.TextContent == "done");
        Assert.Equal("Branched one, Branched one (branch 2), Branched two",
            await Database.ReadAsync<string>("SELECT string_agg(title, ', ' ORDER BY title) FROM app.conversations WHERE owner_id = $1", await portal.IdOf("fay")));
    }

    [Theory]
    [InlineData("reading", "The file is being read: 2 entries so far", null)]
    [InlineData("importing", "2 of 5 conversations imported", "2")]
    [InlineData("undoing", "2 of 5 conversations taken back", "2")]
    public async Task Page_tells_how_far_it_is_and_looks_again_by_itself(string state, string words, string? value)
    {
        var kai = await portal.SignedInAs($"kai-{state}");
        var id = await (await portal.KeyOf($"kai-{state}")).UploadAsync(ChatGpt(("k1", 1, 1)));
        // As a worker that is at it leaves it; with a heartbeat nobody else takes it.
        await Database.RunAsync("UPDATE app.imports SET state = $2, done = 2, total = 5 WHERE id = $1", Guid.Parse(id), state);
        var page = (await kai.PageAsync($"/imports/{id}")).QuerySelector("#import")!;
        Assert.Contains(words, page.TextContent, StringComparison.Ordinal);
        Assert.Equal(value, page.QuerySelector("progress")!.GetAttribute("value"));
        Assert.Equal("every 1s", page.GetAttribute("hx-trigger"));
        await Database.RunAsync("UPDATE app.imports SET state = 'failed' WHERE id = $1", Guid.Parse(id));
    }

    [Fact]
    public async Task Calls_that_are_cut_are_said_beforehand()
    {
        var hue = await portal.SignedInAs("hue");
        var calls = string.Join(",", Enumerable.Range(0, 9).Select(i => $$"""{"type": "tool_use", "id": "t{{i}}", "name": "search", "input": {"q": "{{new string('x', 400)}}"} }"""));
        using var sent = await UploadByFormAsync(hue, Encoding.UTF8.GetBytes($$"""[{"uuid": "c", "chat_messages": [{"sender": "assistant", "content": [{{calls}}]}]}]"""), "calls.json");
        var page = sent.Headers.Location!.ToString();
        await Until.TrueAsync(async () => (await hue.PageAsync(page)).QuerySelector("#choice input[type=checkbox]") is not null);
        Assert.Contains("Of the tool calls of a reply 2,000 characters are kept; some here take up to 4,", (await hue.PageAsync(page)).QuerySelector(".consequences")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_too_large_is_refused_and_nothing_of_it_is_kept()
    {
        var cyd = await portal.KeyOf("cyd");
        var large = new byte[1_500_000];
        using var raw = new ByteArrayContent(large);
        var refused = await cyd.CallAsync(HttpMethod.Post, "/api/imports", raw);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (refused.Status, refused.Text("code")));
        var browser = await portal.SignedInAs("cyd");
        using var sent = await UploadByFormAsync(browser, large, "large.json");
        Assert.Equal("/imports", sent.Headers.Location!.ToString());
        Assert.Contains("larger than 1 MB", (await browser.PageAsync("/imports")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE owner_id = $1", await portal.IdOf("cyd")));
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_file_parts WHERE owner_id = $1", await portal.IdOf("cyd")));
    }

    [Fact]
    public async Task Raw_body_of_many_parts_is_stored_and_read_as_it_was_sent()
    {
        var dan = await portal.KeyOf("dan");
        var chats = Enumerable.Range(0, 20).Select(i => ($"r{i}", 200, 1.0)).ToArray();
        var json = Encoding.UTF8.GetBytes(ChatGpt(chats));
        Assert.InRange(json.Length, StoredFileWriteStream.PartSize, 1_000_000);
        using var raw = new ByteArrayContent(json) { Headers = { ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "../../mine.json" } } };
        var answer = await dan.CallAsync(HttpMethod.Post, "/api/imports", raw);
        Assert.Equal((HttpStatusCode.Created, "mine.json"), (answer.Status, answer.Text("file_name")));
        var preview = await dan.UntilImportAsync(answer.Text("id")!, "ready");
        Assert.Equal((20, 4000), (preview.Figure("chosen"), preview.Figure("chosen_messages")));
        Assert.InRange(await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_file_parts WHERE owner_id = $1", await portal.IdOf("dan")), 2, 10);

        // Its time is over: gone with a receipt, and the page says so.
        await Database.RunAsync("UPDATE app.stored_files SET expires_at = now() WHERE owner_id = $1", await portal.IdOf("dan"));
        await portal.Services.GetRequiredService<StoredFileExpiry>().RunAsync(CancellationToken.None);
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_file_parts WHERE owner_id = $1", await portal.IdOf("dan")));
        Assert.Equal(1, await Database.ReadAsync<int>("SELECT count(*) FROM app.receipts WHERE owner_id = $1 AND cause = 'stored_file'", await portal.IdOf("dan")));
        var failed = await dan.RunImportAsync(answer.Text("id")!);
        Assert.Contains("not kept any more", failed.Error(), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Bad => new()
    {
        { "text", Encoding.UTF8.GetBytes("Dear diary"), "neither JSON nor a ZIP" },
        { "page", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), "page of an export" },
        { "other", Encoding.UTF8.GetBytes("{\"a\": 1}"), "no conversations" },
        { "bomb", Bomb(), "far larger" },
        { "cut", Zip("conversations.json", ChatGpt(("z", 1, 1)))[..^40], "damaged" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task File_that_is_no_import_fails_with_words_and_can_be_discarded(string name, byte[] file, string words)
    {
        var gil = await portal.KeyOf($"gil-{name}");
        var id = await gil.UploadAsync(file);
        var failed = await gil.UntilImportAsync(id, "failed");
        Assert.Contains(words, failed.Error(), StringComparison.Ordinal);
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE owner_id = $1", await portal.IdOf($"gil-{name}")) == 0);
        Assert.Equal(HttpStatusCode.Conflict, (await gil.CallAsync(HttpMethod.Post, $"/api/imports/{id}/run", new { })).Status);
        await gil.UndoImportAsync(id);
    }

    [Fact]
    public async Task Names_that_lead_out_of_a_zip_are_reported_and_the_rest_is_imported()
    {
        var hal = await portal.KeyOf("hal");
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "../../etc/cron.d/x.json", "conversations.json" })
            {
                await using var entry = await zip.CreateEntry(name).OpenAsync();
                await entry.WriteAsync(Encoding.UTF8.GetBytes(ChatGpt((name.Length > 20 ? "evil" : "good", 1, 1))));
            }
        }

        var id = await hal.UploadAsync(bytes.ToArray());
        var done = await hal.RunImportAsync(id);
        Assert.Equal((1, 1), (done.Figure("imported"), done.Figure("damaged")));
        Assert.Contains("leads out", done.GetProperty("entries")[0].GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal("Chat good", await Database.ReadAsync<string>("SELECT string_agg(title, ',') FROM app.conversations WHERE owner_id = $1", await portal.IdOf("hal")));
    }

    [Fact]
    public async Task Too_many_uploads_wait_until_one_is_imported_or_discarded()
    {
        var ivy = await portal.KeyOf("ivy");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await ivy.UploadAsync(ChatGpt(($"w{i}", 1, 1))));
        using var raw = new StringContent(ChatGpt(("w", 1, 1)));
        Assert.Equal((HttpStatusCode.Conflict, "too_many_waiting"), ((await ivy.CallAsync(HttpMethod.Post, "/api/imports", raw)) is var refused ? (refused.Status, refused.Text("code")) : default));
        await ivy.UndoImportAsync(ids[0]);
        await ivy.UploadAsync(ChatGpt(("w", 1, 1)));
    }

    [Fact]
    public async Task Nothing_is_uploaded_while_nothing_may_be_written()
    {
        var joe = await portal.SignedInAs("joe");
        var admin = await portal.SignedInAsOwner();
        using (var on = await admin.SubmitAsync("/admin/maintenance", [("Text", "Moving.")])) Assert.Equal(HttpStatusCode.Redirect, on.StatusCode);
        try
        {
            using var sent = await UploadByFormAsync(joe, Encoding.UTF8.GetBytes(ChatGpt(("ro", 1, 1))), "a.json");
            Assert.Equal("/imports", sent.Headers.Location!.ToString());
            Assert.Contains("Moving.", (await joe.PageAsync("/imports")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }
        finally
        {
            await Database.RunAsync("UPDATE app.system_settings SET read_only = false");
            await portal.Services.GetRequiredService<Services.Operations.ReadOnlyMode>().RefreshAsync(CancellationToken.None);
        }
    }

    private static async Task<HttpResponseMessage> UploadByFormAsync(HttpClient client, byte[] file, string name)
    {
        var page = await client.PageAsync("/imports");
        var form = page.QuerySelector("form#upload")!;
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var body = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(file), "file", name } };
        return await client.PostAsync(form.GetAttribute("action"), body);
    }

    private static byte[] Bomb()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("conversations.json", CompressionLevel.SmallestSize).Open();
            var spaces = new byte[1_000_000];
            Array.Fill(spaces, (byte)' ');
            entry.Write("["u8);
            for (var i = 0; i < 60; i++) entry.Write(spaces);
        }

        return bytes.ToArray();
    }

    private static byte[] Zip(string name, string content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return bytes.ToArray();
    }
}
