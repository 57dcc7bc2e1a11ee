using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ConversationMemory.Services.Exports;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Exports;

/// <summary>Exports of many conversations as one ZIP, made in the background.</summary>
public sealed class ManyExportTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly string[] Json = ["json"];
    private static readonly string[] Four = ["json", "md", "html", "txt"];

    [Fact]
    public async Task All_of_mine_comes_as_one_zip_with_index_manifest_and_checksums()
    {
        var ada = await portal.KeyOf("ada-takes-all");
        var owner = await portal.IdOf("ada-takes-all");
        var live = await portal.Database.AddTalkAsync(owner, "Grüße / 東京");
        var archived = await portal.Database.AddTalkAsync(owner, "In the archive");
        var trashed = await portal.Database.AddTalkAsync(owner, "In the trash");
        await portal.Database.RunAsync("UPDATE app.conversations SET archived_at = now() WHERE id = $1", archived);
        await portal.Database.RunAsync("UPDATE app.conversations SET deleted_at = now(), expires_at = now() + interval '9 days' WHERE id = $1", trashed);
        await portal.Database.AddTalkAsync(await portal.Database.AddPersonAsync("somebody"), "Of somebody else");

        using var zip = await ada.FetchExportAsync(await ada.StartExportAsync(new { formats = Four }));
        using var manifest = JsonDocument.Parse(await zip.BytesAsync("manifest.json"));
        var conversations = manifest.RootElement.GetProperty("conversations").EnumerateArray().ToList();
        Assert.Equal([live, archived, trashed], conversations.Select(c => c.GetProperty("id").GetGuid()).Order());
        Assert.Equal("conversationmemory.export/1", manifest.RootElement.GetProperty("schema").GetString());
        foreach (var file in conversations.SelectMany(c => c.GetProperty("files").EnumerateArray()).Concat(manifest.RootElement.GetProperty("files").EnumerateArray()))
        {
            var content = await zip.BytesAsync(file.GetProperty("path").GetString()!);
            Assert.Equal((content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), (file.GetProperty("bytes").GetInt32(), file.GetProperty("sha256").GetString()));
        }

        Assert.Equal(3 * 4 + 2, zip.Entries.Count);
        var json = Assert.Single(zip.Entries, e => e.Name.EndsWith("Grüße 東京.json", StringComparison.Ordinal));
        Assert.Equal(live, JsonExport.Read(await zip.BytesAsync(json.FullName)).Id);
        var index = System.Text.Encoding.UTF8.GetString(await zip.BytesAsync("index.html"));
        Assert.Contains("Grüße / 東京", WebUtility.HtmlDecode(index), StringComparison.Ordinal);
        Assert.DoesNotContain("somebody else", index, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", index, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Matching_and_chosen_ones_are_taken_alone()
    {
        var ada = await portal.KeyOf("ada-chooses");
        var owner = await portal.IdOf("ada-chooses");
        var tea = await portal.Database.AddTalkAsync(owner, "About tea");
        var coffee = await portal.Database.AddTalkAsync(owner, "About coffee");
        var strange = await portal.Database.AddTalkAsync(await portal.Database.AddPersonAsync("stranger"), "About tea too");

        using var matching = await ada.FetchExportAsync(await ada.StartExportAsync(new { scope = "matching", title = "TEA", formats = Json }));
        Assert.Equal([tea], await matching.IdsAsync());
        using var chosen = await ada.FetchExportAsync(await ada.StartExportAsync(new { scope = "chosen", ids = new[] { coffee, strange }, formats = Json }));
        Assert.Equal([coffee], await chosen.IdsAsync());
    }

    [Fact]
    public async Task Page_exports_what_its_list_shows_and_tells_how_far_it_is()
    {
        var ada = await portal.SignedInAs("ada-has-a-list");
        var owner = await portal.IdOf("ada-has-a-list");
        var old = await portal.Database.AddTalkAsync(owner, "Old tea");
        await portal.Database.AddTalkAsync(owner, "New tea");
        await portal.Database.AddTalkAsync(owner, "Old coffee");
        await portal.Database.RunAsync("UPDATE app.conversations SET active_at = '2025-03-04T12:00:00Z' WHERE owner_id = $1 AND title LIKE 'Old%'", owner);
        var page = await ada.PageAsync("/conversations?q=tea&from=2025-03-04&to=2025-03-04");
        var fields = page.QuerySelectorAll<IHtmlInputElement>(".bulk ~ input[type=hidden]").Where(i => i.Name != "__RequestVerificationToken").Select(i => (i.Name!, i.Value)).ToArray();
        Assert.Equal(["Scope", "State", "Q", "From", "To"], fields.Select(f => f.Item1));
        using (var asked = await ada.SubmitAsync("/exports", [.. fields, ("Formats", "Json")])) Assert.Equal("/exports", asked.Headers.Location!.ToString());

        var run = await portal.Database.ReadAsync<Guid>("SELECT id FROM app.exports WHERE owner_id = $1", owner);
        await Until.TrueAsync(async () => await portal.Database.StateOfExportAsync(run) == "done");
        page = await ada.PageAsync("/exports");
        Assert.Null(page.QuerySelector("#export-runs")!.GetAttribute("hx-get"));
        var link = page.QuerySelector("#export-runs a")!.GetAttribute("href")!;
        using var zip = new ZipArchive(new MemoryStream(await ada.GetByteArrayAsync(link)));
        Assert.Equal([old], await zip.IdsAsync());
        using (var part = await RangeAsync(ada, link, 2, 3))
        {
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal("\u0003\u0004"u8.ToArray(), await part.Content.ReadAsByteArrayAsync());
        }

        // Under way again, elsewhere.
        var running = await portal.Database.AddRunningExportAsync(owner);
        await portal.Database.RunAsync("UPDATE app.exports SET total = 7, done = 3 WHERE id = $1", running);
        page = await ada.PageAsync("/exports");
        Assert.Equal("/exports?handler=Runs", page.QuerySelector("#export-runs")!.GetAttribute("hx-get"));
        var progress = (await ada.PageAsync("/exports?handler=Runs")).QuerySelector("#export-runs progress")!;
        Assert.Equal(("3", "7"), (progress.GetAttribute("value"), progress.GetAttribute("max")));
        using (var stopped = await ada.PressAsync("/exports", "Stop")) Assert.Equal("/exports", stopped.Headers.Location!.ToString());
        Assert.Equal("stopped", await portal.Database.StateOfExportAsync(running));
    }

    [Theory]
    [InlineData("""{"scope": "organisation"}""", "bad_scope")]
    [InlineData("""{"scope": "everything"}""", "bad_scope")]
    [InlineData("""{"scope": "chosen"}""", "bad_ids")]
    [InlineData("""{"scope": "matching", "state": "7"}""", "bad_state")]
    [InlineData("""{"formats": ["docx"]}""", "bad_format")]
    public async Task What_cannot_be_exported_is_refused(string body, string code)
    {
        var ada = await portal.KeyOf("ada-is-refused");
        var answer = await ada.CallAsync(HttpMethod.Post, "/api/exports", JsonDocument.Parse(body).RootElement);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Text("code")));
    }

    [Fact]
    public async Task Strangers_neither_see_nor_fetch_nor_remove_it()
    {
        var ada = await portal.KeyOf("ada-exports-alone");
        var eve = await portal.KeyOf("eve-wants-exports");
        var owner = await portal.IdOf("ada-exports-alone");
        await portal.Database.AddTalkAsync(owner, "Mine");
        var id = await ada.StartExportAsync(new { });
        using var zip = await ada.FetchExportAsync(id);
        foreach (var path in new[] { $"/api/exports/{id}", $"/api/exports/{id}/file" }) Assert.Equal(HttpStatusCode.NotFound, (await eve.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Delete, $"/api/exports/{id}")).Status);
        Assert.Empty((await eve.GetJsonAsync("/api/exports"))["exports"].EnumerateArray());
        var browser = await portal.SignedInAs("eve-wants-exports");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/exports?handler=Zip&id={id}")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/exports/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync($"/api/exports/{id}/file")).StatusCode);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.stored_file_parts WHERE owner_id = $1", owner));
    }

    [Fact]
    public async Task One_at_a_time_and_a_stopped_one_leaves_no_file()
    {
        var ada = await portal.KeyOf("ada-hurries");
        var owner = await portal.IdOf("ada-hurries");
        var running = await portal.Database.AddRunningExportAsync(owner);
        var refused = await ada.CallAsync(HttpMethod.Post, "/api/exports", new { });
        Assert.Equal((HttpStatusCode.Conflict, "export_under_way"), (refused.Status, refused.Text("code")));
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/exports/{running}")).Status);
        Assert.Equal("stopped", (await ada.GetJsonAsync($"/api/exports/{running}")).Text("state"));

        await portal.Database.AddTalkAsync(owner, "One");
        await portal.WorkOnExportAsync(owner, running, new HastyClock());
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE owner_id = $1", owner));
    }

    [Fact]
    public async Task Conversation_that_cannot_be_read_keeps_no_other_back()
    {
        var ada = await portal.KeyOf("ada-is-damaged");
        var owner = await portal.IdOf("ada-is-damaged");
        var damaged = await portal.Database.AddTalkAsync(owner, "Damaged");
        var whole = await portal.Database.AddTalkAsync(owner, "Whole");
        await portal.Database.RunAsync("""
            INSERT INTO app.segments (owner_id, conversation_id, from_seq, through_seq, message_count, unpacked_bytes, data)
            SELECT $1, $2, min(seq), max(seq), count(*), 1, 'not packed by us' FROM app.messages WHERE conversation_id = $2
            """, owner, damaged);
        using var zip = await ada.FetchExportAsync(await ada.StartExportAsync(new { formats = Json }));
        Assert.Equal([whole], await zip.IdsAsync());
        Assert.NotNull(zip.GetEntry($"problems/{damaged}.txt"));
    }

    private static async Task<HttpResponseMessage> RangeAsync(HttpClient client, string path, int first, int last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = new(first, last);
        return await client.SendAsync(request);
    }
}
