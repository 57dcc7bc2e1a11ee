using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Services.Files;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Api;

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
        var live = await TalkAsync(owner, "Grüße / 東京");
        var archived = await TalkAsync(owner, "In the archive");
        var trashed = await TalkAsync(owner, "In the trash");
        await portal.Database.RunAsync("UPDATE app.conversations SET archived_at = now() WHERE id = $1", archived);
        await portal.Database.RunAsync("UPDATE app.conversations SET deleted_at = now(), expires_at = now() + interval '9 days' WHERE id = $1", trashed);
        await TalkAsync(await portal.Database.AddPersonAsync("somebody"), "Of somebody else");

        using var zip = await FetchAsync(ada, await StartAsync(ada, new { formats = Four }));
        using var manifest = JsonDocument.Parse(await BytesAsync(zip, "manifest.json"));
        var conversations = manifest.RootElement.GetProperty("conversations").EnumerateArray().ToList();
        Assert.Equal([live, archived, trashed], conversations.Select(c => c.GetProperty("id").GetGuid()).Order());
        Assert.Equal("conversationmemory.export/1", manifest.RootElement.GetProperty("schema").GetString());
        foreach (var file in conversations.SelectMany(c => c.GetProperty("files").EnumerateArray()).Concat(manifest.RootElement.GetProperty("files").EnumerateArray()))
        {
            var content = await BytesAsync(zip, file.GetProperty("path").GetString()!);
            Assert.Equal((content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), (file.GetProperty("bytes").GetInt32(), file.GetProperty("sha256").GetString()));
        }

        Assert.Equal(3 * 4 + 2, zip.Entries.Count);
        var json = Assert.Single(zip.Entries, e => e.Name.EndsWith("Grüße 東京.json", StringComparison.Ordinal));
        Assert.Equal(live, JsonExport.Read(await BytesAsync(zip, json.FullName)).Id);
        var index = System.Text.Encoding.UTF8.GetString(await BytesAsync(zip, "index.html"));
        Assert.Contains("Grüße / 東京", WebUtility.HtmlDecode(index), StringComparison.Ordinal);
        Assert.DoesNotContain("somebody else", index, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", index, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Matching_and_chosen_ones_are_taken_alone()
    {
        var ada = await portal.KeyOf("ada-chooses");
        var owner = await portal.IdOf("ada-chooses");
        var tea = await TalkAsync(owner, "About tea");
        var coffee = await TalkAsync(owner, "About coffee");
        var strange = await TalkAsync(await portal.Database.AddPersonAsync("stranger"), "About tea too");

        using var matching = await FetchAsync(ada, await StartAsync(ada, new { scope = "matching", title = "TEA", formats = Json }));
        Assert.Equal([tea], await IdsAsync(matching));
        using var chosen = await FetchAsync(ada, await StartAsync(ada, new { scope = "chosen", ids = new[] { coffee, strange }, formats = Json }));
        Assert.Equal([coffee], await IdsAsync(chosen));
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
        await TalkAsync(await portal.IdOf("ada-exports-alone"), "Mine");
        var id = await StartAsync(ada, new { });
        using var zip = await FetchAsync(ada, id);
        foreach (var path in new[] { $"/api/exports/{id}", $"/api/exports/{id}/file" }) Assert.Equal(HttpStatusCode.NotFound, (await eve.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Delete, $"/api/exports/{id}")).Status);
        Assert.Empty((await eve.GetJsonAsync("/api/exports"))["exports"].EnumerateArray());
        var browser = await portal.SignedInAs("eve-wants-exports");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/exports?handler=Zip&id={id}")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/exports/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync($"/api/exports/{id}/file")).StatusCode);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.stored_file_parts WHERE owner_id = $1", await portal.IdOf("ada-exports-alone")));
    }

    [Fact]
    public async Task One_at_a_time_and_a_stopped_one_leaves_no_file()
    {
        var ada = await portal.KeyOf("ada-hurries");
        var owner = await portal.IdOf("ada-hurries");
        // Under way, on an instance that shows life.
        var running = Guid.CreateVersion7();
        await portal.Database.RunAsync("""
            INSERT INTO app.exports (owner_id, id, request, state, done, attempts, heartbeat_at) VALUES ($1, $2, '{"scope": "mine", "formats": ["json"]}', 'running', 0, 1, now() + interval '1 hour')
            """, owner, running);
        var refused = await ada.CallAsync(HttpMethod.Post, "/api/exports", new { });
        Assert.Equal((HttpStatusCode.Conflict, "export_under_way"), (refused.Status, refused.Text("code")));
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/exports/{running}")).Status);
        Assert.Equal("stopped", (await ada.GetJsonAsync($"/api/exports/{running}")).Text("state"));

        await TalkAsync(owner, "One");
        await WorkAsync(owner, running, stopAfter: int.MaxValue);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE owner_id = $1", owner));
    }

    [Fact]
    public async Task Export_that_was_broken_off_anywhere_is_gone_on_with_and_holds_each_conversation_once()
    {
        var owner = await portal.Database.AddPersonAsync("long");
        var all = new List<Guid>();
        for (var n = 0; n < 25; n++) all.Add(await TalkAsync(owner, $"Talk {n}"));
        var run = Guid.CreateVersion7();
        await portal.Database.RunAsync("""
            INSERT INTO app.exports (owner_id, id, request, state, done, attempts, heartbeat_at) VALUES ($1, $2, '{"scope": "account", "formats": ["json", "md"]}', 'running', 0, 1, now() + interval '1 hour')
            """, owner, run);
        foreach (var stopAfter in new[] { 1, 7, 9 })
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WorkAsync(owner, run, stopAfter));
            Assert.True(await portal.Database.ReadAsync<bool>("SELECT state = 'running' AND done > 0 AND done < 25 FROM app.exports WHERE id = $1", run));
        }

        await WorkAsync(owner, run, stopAfter: int.MaxValue);
        Assert.Equal("done", await portal.Database.ReadAsync<string>("SELECT state FROM app.exports WHERE id = $1", run));
        await using var scope = ScopeOf(owner);
        var file = (await scope.ServiceProvider.GetRequiredService<ExportRuns>().OpenAsync(run, default))!.Value;
        await using var content = file.Content;
        using var zip = new ZipArchive(content);
        Assert.Equal(all.Order(), (await IdsAsync(zip)).Order());
        Assert.Equal("my-data.zip", file.Name);
        using var account = JsonDocument.Parse(await BytesAsync(zip, "account.json"));
        Assert.Equal("conversationmemory.account/1", account.RootElement.GetProperty("schema").GetString());

        // Its days are over.
        await portal.Database.RunAsync("UPDATE app.stored_files SET expires_at = now() - interval '1 minute' WHERE owner_id = $1", owner);
        await portal.Services.GetRequiredService<StoredFileExpiry>().RunAsync(default);
        Assert.Equal("expired", await portal.Database.ReadAsync<string>("SELECT state FROM app.exports WHERE id = $1", run));
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.receipts WHERE owner_id = $1 AND cause = 'stored_file'", owner));
    }

    [Fact]
    public async Task Instance_that_is_gone_is_taken_over_from()
    {
        var owner = await portal.Database.AddPersonAsync("orphan");
        await TalkAsync(owner, "Still wanted");
        var run = Guid.CreateVersion7();
        await portal.Database.RunAsync("""
            INSERT INTO app.exports (owner_id, id, request, state, done, attempts, heartbeat_at) VALUES ($1, $2, '{"scope": "mine", "formats": ["json"]}', 'running', 0, 1, now() - interval '2 minutes')
            """, owner, run);
        portal.Services.GetRequiredService<ExportRunner>().Announce();
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<string>("SELECT state FROM app.exports WHERE id = $1", run) == "done");
    }

    [Fact]
    public async Task Conversation_that_cannot_be_read_keeps_no_other_back()
    {
        var ada = await portal.KeyOf("ada-is-damaged");
        var owner = await portal.IdOf("ada-is-damaged");
        var damaged = await TalkAsync(owner, "Damaged");
        var whole = await TalkAsync(owner, "Whole");
        await portal.Database.RunAsync("""
            INSERT INTO app.segments (owner_id, conversation_id, from_seq, through_seq, message_count, unpacked_bytes, data)
            SELECT $1, $2, min(seq), max(seq), count(*), 1, 'not packed by us' FROM app.messages WHERE conversation_id = $2
            """, owner, damaged);
        using var zip = await FetchAsync(ada, await StartAsync(ada, new { formats = Json }));
        Assert.Equal([whole], await IdsAsync(zip));
        Assert.NotNull(zip.GetEntry($"problems/{damaged}.txt"));
    }

    [Fact]
    public async Task Organisation_is_exported_by_admins_if_its_owner_allows_it()
    {
        var owner = await portal.SignedInAsOwner();
        var member = await portal.SignedInAs("plain-member");
        var talk = await TalkAsync(await portal.IdOf("plain-member"), "Of a member");
        var trashed = await TalkAsync(await portal.IdOf("plain-member"), "Thrown away");
        await portal.Database.RunAsync("UPDATE app.conversations SET deleted_at = now(), expires_at = now() + interval '9 days' WHERE id = $1", trashed);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync("/admin/exports")).StatusCode);
        Assert.Contains("Admins may not export", (await owner.PageAsync("/admin/exports")).Body!.TextContent, StringComparison.Ordinal);

        using (var allowed = await owner.SubmitAsync("/admin/exports", [])) Assert.Equal(HttpStatusCode.Redirect, allowed.StatusCode);
        using (var started = await owner.SubmitAsync("/admin/exports", [], "main form[aria-labelledby=new-heading]")) Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        var run = await portal.Database.ReadAsync<Guid>("SELECT id FROM app.exports WHERE request ->> 'scope' = 'organisation'");
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<string>("SELECT state FROM app.exports WHERE id = $1", run) == "done");
        await using (var content = await owner.GetStreamAsync($"/admin/exports?handler=Zip&id={run}"))
        {
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy);
            using var zip = new ZipArchive(copy);
            var ids = await IdsAsync(zip);
            Assert.Contains(talk, ids);
            Assert.DoesNotContain(trashed, ids);
        }

        Assert.Equal(
            ["exports.allowed", "export.organisation", "export.fetched"],
            await portal.Database.ReadAsync<string[]>("SELECT array_agg(action ORDER BY id) FROM app.audit_log WHERE action LIKE 'export%'"));

        // Forbidden again, one that waits comes to nothing.
        using (var forbidden = await owner.SubmitAsync("/admin/exports", [])) Assert.Equal(HttpStatusCode.Redirect, forbidden.StatusCode);
        var late = Guid.CreateVersion7();
        await portal.Database.RunAsync("""
            INSERT INTO app.exports (owner_id, id, request, state, done, attempts) SELECT id, $1, '{"scope": "organisation", "formats": ["json"]}', 'queued', 0, 0 FROM app.users WHERE email = 'root@example.org'
            """, late);
        portal.Services.GetRequiredService<ExportRunner>().Announce();
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<string>("SELECT state FROM app.exports WHERE id = $1", late) == "done");
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT done FROM app.exports WHERE id = $1", late));
    }

    [Fact]
    public async Task Account_document_knows_every_table_with_a_persons_rows()
    {
        var owner = await portal.Database.AddPersonAsync("complete");
        await portal.Database.FillAsync(owner);
        await using var scope = ScopeOf(owner);
        var db = scope.ServiceProvider.GetRequiredService<Data.AppDbContext>();
        using var document = JsonDocument.Parse(await Data.Exports.Queries.AccountDocument.ReadAsync(db, default));
        // In the conversations' own files; secrets; what only passes through; and holds, which are the admins'.
        string[] elsewhere =
        [
            "conversations", "messages", "summaries", "segments", "replies", "sends", "summary_jobs", "export_jobs", "ledger_entries", "stored_file_parts", "import_entries",
            "imported_conversations", "user_claims", "user_logins", "user_tokens", "notice_mails", "holds",
        ];
        var names = new Dictionary<string, string>
        {
            ["users"] = "account",
            ["organisation_members"] = "memberships",
            ["conversation_members"] = "members_of_conversations",
            ["stored_files"] = "files",
        };
        foreach (var table in OwnerTables.All.Select(t => t.Table).Except(elsewhere))
        {
            var part = document.RootElement.GetProperty(names.GetValueOrDefault(table, table));
            Assert.True(part.ValueKind == JsonValueKind.Object || part.GetArrayLength() > 0, table);
        }

        foreach (var secret in new[] { "token_hash", "token_protected", "passphrase_hash", "\"hash\"" })
            Assert.DoesNotContain(secret, document.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private async Task<Guid> TalkAsync(Guid owner, string title)
    {
        var id = await portal.Database.AddConversationAsync(owner);
        for (var n = 0; n < 3; n++) await portal.Database.AddMessageAsync(owner, id);
        await portal.Database.RunAsync("UPDATE app.conversations SET title = $2 WHERE id = $1", id, title);
        return id;
    }

    private static async Task<string> StartAsync(HttpClient client, object body)
    {
        var answer = await client.CallAsync(HttpMethod.Post, "/api/exports", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Text("id")!;
    }

    private static async Task<ZipArchive> FetchAsync(HttpClient client, string id)
    {
        await Until.TrueAsync(async () => (await client.GetJsonAsync($"/api/exports/{id}")).Text("state") == "done");
        return new ZipArchive(new MemoryStream(await client.GetByteArrayAsync($"/api/exports/{id}/file")));
    }

    private static async Task<byte[]> BytesAsync(ZipArchive zip, string name)
    {
        await using var entry = await zip.GetEntry(name)!.OpenAsync();
        using var bytes = new MemoryStream();
        await entry.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(ZipArchive zip)
    {
        var ids = new List<Guid>();
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("conversations/", StringComparison.Ordinal) && e.Name.EndsWith(".json", StringComparison.Ordinal)))
            ids.Add(JsonExport.Read(await BytesAsync(zip, entry.FullName)).Id);
        return ids;
    }

    private AsyncServiceScope ScopeOf(Guid person)
    {
        var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = person;
        return scope;
    }

    // As the runner does, with a clock by which it is always time for a checkpoint, and an end after some of them.
    private async Task WorkAsync(Guid owner, Guid run, int stopAfter)
    {
        await using var scope = ScopeOf(owner);
        using var end = new CancellationTokenSource();
        await scope.ServiceProvider.GetRequiredService<ExportWork>().RunAsync(run, new HastyClock(stopAfter, end), end.Token);
    }

    private sealed class HastyClock(int stopAfter, CancellationTokenSource end) : TimeProvider
    {
        private long now;
        private int checkpoints;

        // Three seconds pass between any two looks at it.
        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => now += 3;

        // Asked for at each checkpoint.
        public override DateTimeOffset GetUtcNow()
        {
            if (++checkpoints > stopAfter) end.Cancel();
            return DateTimeOffset.UtcNow;
        }
    }
}
