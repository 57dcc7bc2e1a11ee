using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Imports;

/// <summary>Our own JSON gives the same rows again.</summary>
public sealed class SameRowsTests(Portal portal) : IClassFixture<Portal>
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
