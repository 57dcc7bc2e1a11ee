using System.Net;
using System.Text;
using System.Text.Json;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.Unit.Exports;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Imports;

/// <summary>A portal where rows stay where they are written.</summary>
public sealed class UnpackedPortal : Portal
{
    protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings) { ["Memory:PackAfterDays"] = "0" };
}

/// <summary>Our own JSON gives the same rows again.</summary>
public sealed class SameRowsTests(UnpackedPortal portal) : IClassFixture<UnpackedPortal>
{
    private TestDatabase Database => portal.Database;

    [Fact]
    public async Task Export_of_one_person_gives_another_the_same_rows_and_is_there_already_for_the_first()
    {
        await Database.SetPolicyAsync("window_messages = 8, window_action = 'summarise', ttl_days = 30");
        var ada = await portal.KeyOf("ada");
        var conversation = await FilledAsync(await portal.IdOf("ada"));
        var file = await ada.GetByteArrayAsync($"/api/conversations/{conversation}/export?format=json");
        var preview = (await ada.GetJsonAsync($"/api/imports/{await ada.UploadAsync(file)}")).Json;
        Assert.Equal((0, 1), (preview.Figure("chosen"), preview.Figure("duplicates")));

        // In the other form too: it would be there twice.
        var markdown = await ada.GetByteArrayAsync($"/api/conversations/{conversation}/export?format=md");
        Assert.Equal(1, (await ada.GetJsonAsync($"/api/imports/{await ada.UploadAsync(markdown)}")).Json.Figure("duplicates"));
        var ben = await portal.KeyOf("ben");
        Assert.Equal(1, (await ben.RunImportAsync(await ben.UploadAsync(markdown))).Figure("imported"));

        var eve = await portal.KeyOf("eve");
        var done = await eve.RunImportAsync(await eve.UploadAsync(file));
        Assert.Equal(1, done.Figure("imported"));
        await AssertSameAsync(conversation);

        // The same again, when it is gone for good.
        var rows = await RowsAsync("messages", "ada", conversation);
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/conversations/{conversation}?permanent={(i > 0 ? "true" : "false")}")).Status);
        Assert.Equal(1, (await ada.RunImportAsync(await ada.UploadAsync(file))).Figure("imported"));
        Assert.Equal(rows, await RowsAsync("messages", "ada", conversation));
        await AssertSameAsync(conversation);
    }

    [Fact]
    public async Task Zip_of_our_own_exports_comes_back_once_each()
    {
        await Database.SetPolicyAsync("window_messages = 30, ttl_days = 30");
        var bob = await portal.KeyOf("bob");
        var ids = new[] { await FilledAsync(await portal.IdOf("bob")), await FilledAsync(await portal.IdOf("bob")) };
        var zip = await ZipAsync(bob, ids);
        var fay = await portal.KeyOf("fay");
        var id = await fay.UploadAsync(zip, "export.zip");
        var preview = (await fay.GetJsonAsync($"/api/imports/{id}")).Json;
        Assert.Equal((2, 0, 0), (preview.Figure("chosen"), preview.Figure("duplicates"), preview.Figure("damaged")));
        Assert.Equal(2, (await fay.RunImportAsync(id)).Figure("imported"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_conversation_comes_back_to_the_byte_and_gives_the_same_rows_again(int seed)
    {
        await Database.SetPolicyAsync("window_messages = 0, ttl_days = 0");
        var random = new RandomConversations(seed);
        var exports = Enumerable.Range(0, 60).Select(_ => random.Next()).DistinctBy(e => e.Id).ToDictionary(e => e.Id, e => JsonExport.Write(e));
        var (first, second) = ($"first{seed}", $"second{seed}");
        var (one, two) = (await portal.KeyOf(first), await portal.KeyOf(second));
        var done = await one.RunImportAsync(await one.UploadAsync(ArrayOf(exports.Values)));
        Assert.DoesNotContain(done.GetProperty("entries").EnumerateArray(), e => e.GetProperty("outcome").GetString() != "imported");
        Assert.Equal(exports.Count, done.Figure("imported"));

        var again = new List<byte[]>();
        foreach (var (id, file) in exports)
        {
            again.Add(await one.GetByteArrayAsync($"/api/conversations/{id}/export?format=json"));
            Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(again[^1]));
        }

        Assert.Equal(exports.Count, (await two.RunImportAsync(await two.UploadAsync(ArrayOf(again)))).Figure("imported"));
        foreach (var table in new[] { "messages", "summaries", "conversations" })
            Assert.Equal(await AllRowsAsync(table, first), await AllRowsAsync(table, second));
    }

    private static byte[] ArrayOf(IEnumerable<byte[]> files) => Encoding.UTF8.GetBytes($"[{string.Join(",", files.Select(Encoding.UTF8.GetString))}]");

    private async Task<string> AllRowsAsync(string table, string name) => await Database.ReadAsync<string>(
        $"SELECT string_agg((to_jsonb(t) - 'owner_id')::text, E'\\n' ORDER BY (to_jsonb(t) - 'owner_id')::text) FROM app.{table} t WHERE owner_id = $1", await portal.IdOf(name));

    [Fact]
    public async Task Names_of_those_who_wrote_come_along_and_give_nobody_a_right()
    {
        await Database.SetPolicyAsync("window_messages = 30, ttl_days = 30");
        var (ana, cleo, eve) = (await portal.KeyOf("ana"), await portal.KeyOf("cleo"), await portal.KeyOf("eva"));
        var talk = (await ana.ChatAsync("Hello")).Text("conversation_id")!;
        await ana.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = Portal.EmailOf("cleo"), role = "writer" });
        await cleo.ChatAsync("I like cake", talk);
        await Until.TrueAsync(async () => (await ana.MessagesOf(talk)).Count == 4);
        var file = await ana.GetByteArrayAsync($"/api/conversations/{talk}/export?format=json");

        await eve.RunImportAsync(await eve.UploadAsync(file));
        Assert.Equal(["eva", null, "cleo (imported)", null], (await eve.MessagesOf(talk)).Select(m => m.GetProperty("author").GetString()));
        var page = await (await portal.SignedInAs("eva")).PageAsync($"/chat/{talk}");
        Assert.Equal(["You", "cleo (imported)"], page.QuerySelectorAll("article[data-role=user] h2").Select(h => h.TextContent));
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(author_id) FROM app.messages WHERE owner_id = $1", await portal.IdOf("eva")));
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(await eve.GetByteArrayAsync($"/api/conversations/{talk}/export?format=json")));
        Assert.Contains("3 · cleo (imported) (user)", await eve.GetStringAsync($"/api/conversations/{talk}/export?format=md"), StringComparison.Ordinal);
        Assert.Contains("cleo (imported)", await eve.GetStringAsync($"/api/conversations/{talk}/export?format=html"), StringComparison.Ordinal);

        // Whoever is really called so has no part in it; what they own of that id is another one.
        await Database.RunAsync("DELETE FROM app.conversation_members WHERE conversation_id = $1", Guid.Parse(talk));
        Assert.Equal(HttpStatusCode.NotFound, (await cleo.CallAsync(HttpMethod.Get, $"/api/conversations/{talk}")).Status);

        // Packed it is the same.
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = await portal.IdOf("eva");
            Assert.True(await scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(Guid.Parse(talk), whole: true, CancellationToken.None));
        }

        Assert.Equal(["eva", null, "cleo (imported)", null], (await eve.MessagesOf(talk)).Select(m => m.GetProperty("author").GetString()));
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(await eve.GetByteArrayAsync($"/api/conversations/{talk}/export?format=json")));
    }

    [Fact]
    public async Task Contexts_that_nobody_here_wrote_are_kept_and_break_nothing()
    {
        await Database.SetPolicyAsync("window_messages = 30, ttl_days = 30");
        var odd = Exported.Of("Q", "A", "Q", "B", "Q", "C") with { Id = Guid.NewGuid() };
        odd = odd with { ActiveAt = DateTimeOffset.UtcNow, AgentId = Data.Agents.Agent.DefaultId, Messages = [.. odd.Messages.Select(m => m with { Context = m.Seq switch { 2 => "{\"sent\": null}", 4 => "\"2|x\"", 6 => "[1, [2]]", 1 => "{\"author\": 7}", _ => null } })] };
        var kim = await portal.KeyOf("kim");
        Assert.Equal(1, (await kim.RunImportAsync(await kim.UploadAsync(JsonExport.Write(odd)))).Figure("imported"));
        Assert.All(await kim.MessagesOf($"{odd.Id}"), m => Assert.Equal(JsonValueKind.Null, m.GetProperty("context").ValueKind));
        Assert.Equal(6, (await (await portal.SignedInAs("kim")).PageAsync($"/chat/{odd.Id}")).QuerySelectorAll("article").Length);
        foreach (var format in new[] { "json", "md", "html", "txt" })
            Assert.Equal(HttpStatusCode.OK, (await kim.GetAsync($"/api/conversations/{odd.Id}/export?format={format}&context=true")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await kim.ChatAsync("And on it goes", $"{odd.Id}")).Status);
    }

    private static async Task<byte[]> ZipAsync(HttpClient client, IEnumerable<Guid> ids)
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in ids)
            {
                foreach (var format in new[] { "json", "md" })
                {
                    await using var entry = await zip.CreateEntry($"chats/{id}.{format}").OpenAsync();
                    await entry.WriteAsync(await client.GetByteArrayAsync($"/api/conversations/{id}/export?format={format}"));
                }
            }

            await using var manifest = await zip.CreateEntry("manifest.json").OpenAsync();
            await manifest.WriteAsync("{\"schema\": \"conversationmemory.export/1\"}"u8.ToArray());
        }

        return bytes.ToArray();
    }

    /// <summary>With gaps, pins within the window and before it, calls, context, broken and stopped replies, summaries, and odd text.</summary>
    private async Task<Guid> FilledAsync(Guid owner)
    {
        var id = await Database.AddConversationAsync(owner);
        for (var i = 0; i < 6; i++) await Database.AddMessageAsync(owner, id, i % 2 == 0 ? "user" : "assistant", tokens: i + 2);
        await Database.RunAsync("UPDATE app.messages SET pinned = true WHERE conversation_id = $1 AND seq IN (1, 5)", id);
        await Database.RunAsync("DELETE FROM app.messages WHERE conversation_id = $1 AND seq = 6", id);
        await AddReplyAsync(owner, id, "stopped", "Half \U0001F600\n```", null, null, null);
        await AddReplyAsync(owner, id, "broken", "", "It broke.", null, null);
        await AddReplyAsync(owner, id, "complete", "Seven", null,
            """[{"id": "1", "name": "calculator", "input": "{\"a\": 1}", "status": "ok", "output": null}]""", """{"total": 1.50, "sent": []}""");
        await Database.RunAsync("""
            INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, model, created_at)
            VALUES ($1, $2, 1, 1, 2, 'Old', 3, 'extractive', NULL, now()), ($1, $2, 2, 1, 3, 'New', 4, 'model', 'm', now())
            """, owner, id);
        return id;
    }

    private async Task AddReplyAsync(Guid owner, Guid id, string status, string content, string? error, string? calls, string? context)
    {
        await Database.AddMessageAsync(owner, id);
        await Database.RunAsync("""
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, error, tool_calls, context, tokens, reply_to, model, created_at)
            VALUES ($1, $2, 'assistant', $3, $4, nullif($5, ''), nullif($6, '')::jsonb, nullif($7, '')::jsonb, 9, 1, 'm', now() - interval '3 days')
            """, owner, id, status, content, error ?? "", calls ?? "", context ?? "");
    }

    private async Task AssertSameAsync(Guid conversation)
    {
        foreach (var table in new[] { "messages", "summaries", "conversations" })
        {
            var rows = await RowsAsync(table, "ada", conversation);
            Assert.NotEmpty(rows);
            Assert.Equal(rows, await RowsAsync(table, "eve", conversation));
        }
    }

    private async Task<string> RowsAsync(string table, string name, Guid conversation) => await Database.ReadAsync<string>($"""
        SELECT string_agg((to_jsonb(t) - 'owner_id')::text, E'\n' ORDER BY (to_jsonb(t) - 'owner_id')::text)
        FROM app.{table} t WHERE owner_id = $1 AND {(table == "conversations" ? "id" : "conversation_id")} = $2
        """, await portal.IdOf(name), conversation);
}
