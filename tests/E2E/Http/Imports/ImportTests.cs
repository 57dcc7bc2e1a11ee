using System.Net;
using System.Text.Json;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.Unit.Rendering;
using static ConversationMemory.Tests.E2E.Fixtures.ImportCalls;

namespace ConversationMemory.Tests.E2E.Http.Imports;

/// <summary>Files become conversations, and can be taken back.</summary>
public sealed class ImportTests(Portal portal) : IClassFixture<Portal>, IAsyncLifetime
{
    private TestDatabase Database => portal.Database;

    public Task InitializeAsync() => Database.SetPolicyAsync(
        "ttl_days = 30, notice_days = 7, trash_days = 7, at_end = 'delete', archive_days = 0, window_messages = 30, window_action = 'summarise', quota_hard_megabytes = 0");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task File_is_looked_through_imported_with_its_times_and_roles_and_not_imported_twice()
    {
        var ada = await portal.KeyOf("ada");
        var file = ChatGpt(("f1", 4, 1), ("f2", 3, 2));
        var id = await ada.UploadAsync(file);
        var preview = (await ada.GetJsonAsync($"/api/imports/{id}")).Json;
        Assert.Equal(("chatgpt", 2, 7, 0), (preview.GetProperty("import").GetProperty("format").GetString(), preview.Figure("chosen"), preview.Figure("chosen_messages"), preview.Figure("damaged")));
        Assert.Equal(0, await ConversationsAsync("ada"));

        var done = await ada.RunImportAsync(id);
        Assert.Equal(("done", 2), (done.State(), done.Figure("imported")));
        var rows = await Database.ReadAsync<string>("""
            SELECT string_agg(concat_ws(' ', m.seq, m.role, m.content, m.reply_to, m.tokens > 0, date_trunc('day', now() - m.created_at)), E'\n' ORDER BY m.seq)
            FROM app.messages m JOIN app.conversations c ON c.owner_id = m.owner_id AND c.id = m.conversation_id
            WHERE m.owner_id = $1 AND c.title = 'Chat f1'
            """, await portal.IdOf("ada"));
        Assert.Equal("1 user Message 1 of f1 t 1 day\n2 assistant Message 2 of f1 1 t 1 day\n3 user Message 3 of f1 t 1 day\n4 assistant Message 4 of f1 3 t 1 day", rows);
        await AssertLedgerAsync("ada");
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE owner_id = $1", await portal.IdOf("ada")));

        var again = await ada.UploadAsync(file);
        preview = (await ada.GetJsonAsync($"/api/imports/{again}")).Json;
        Assert.Equal((0, 2), (preview.Figure("chosen"), preview.Figure("duplicates")));
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.CallAsync(HttpMethod.Post, $"/api/imports/{again}/run", new { })).Status);
        Assert.Equal(2, await ConversationsAsync("ada"));

        // For somebody else it is new.
        var eve = await portal.KeyOf("eve");
        Assert.Equal(2, (await eve.RunImportAsync(await eve.UploadAsync(file))).Figure("imported"));
        foreach (var path in new[] { $"/api/imports/{id}", $"/api/imports/{id}/run" })
            Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(path.EndsWith("run", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path, path.EndsWith("run", StringComparison.Ordinal) ? new { } : null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Delete, $"/api/imports/{id}")).Status);
    }

    [Fact]
    public async Task Old_ones_go_to_the_archive_and_no_sweep_deletes_what_was_imported()
    {
        var bob = await portal.KeyOf("bob");
        var id = await bob.UploadAsync(ChatGpt(("new", 2, 1), ("soon", 2, 25), ("old", 2, 400)));
        var preview = (await bob.GetJsonAsync($"/api/imports/{id}")).Json;
        Assert.Equal((1, 1), (preview.Figure("old"), preview.Figure("soon")));
        var done = await bob.RunImportAsync(id);
        Assert.Equal((2, 1), (done.Figure("imported"), done.Figure("archived")));
        for (var i = 0; i < 3; i++) await Database.RunAsync("SELECT app.sweep('schedule', 1000)");
        Assert.Equal("live noticed archive", string.Join(' ', await StateAsync("bob", "new"), await StateAsync("bob", "soon"), await StateAsync("bob", "old")));
        Assert.Equal("import", await Database.ReadAsync<string>("SELECT ending ->> 'cause' FROM app.conversations WHERE owner_id = $1 AND title = 'Chat old'", await portal.IdOf("bob")));
        Assert.Equal(400, await Database.ReadAsync<int>("SELECT round(extract(epoch FROM now() - active_at) / 86400) FROM app.conversations WHERE owner_id = $1 AND title = 'Chat old'", await portal.IdOf("bob")));
        await AssertLedgerAsync("bob");
    }

    [Fact]
    public async Task What_the_preview_says_is_what_then_happens()
    {
        await Database.SetPolicyAsync("window_action = 'archive'");
        var pia = await portal.KeyOf("pia");
        // One is as old as the conversation it is in, because its messages have no times; one is from the future; one knows of no time at all.
        const string Odd = """
            {"uuid": "o", "name": "No times", "created_at": "2020-05-01T10:00:00Z", "chat_messages": [{"sender": "human", "text": "Old"}, {"sender": "assistant", "text": "As the hills"}]},
            {"uuid": "f", "name": "Future", "created_at": "2990-01-01T00:00:00Z", "chat_messages": [{"sender": "human", "text": "Hi", "created_at": "2991-01-01T00:00:00Z"}]},
            {"uuid": "n", "name": "Timeless", "chat_messages": [{"sender": "human", "text": "Hi"}]}
            """;
        var file = $"{ChatGpt(("now", 3, 1), ("long", 45, 2), ("soon", 2, 26), ("old", 50, 90), ("now", 3, 1))[..^1]},{Branched("forked").Trim()[1..^1]},{Odd},{{\"mapping\": {{}}}},nonsense]";
        var id = await pia.UploadAsync(file);
        foreach (var branches in new[] { false, true })
        {
            var preview = (await pia.GetJsonAsync($"/api/imports/{id}?include_branches={(branches ? "true" : "false")}")).Json;
            Assert.Equal(branches ? 9 : 8, preview.Figure("chosen"));
        }

        var before = (await pia.GetJsonAsync($"/api/imports/{id}?include_branches=true")).Json;
        var done = await pia.RunImportAsync(id, new { include_branches = true });
        var owner = await portal.IdOf("pia");
        Assert.Equal(before.Figure("chosen"), done.Figure("imported") + done.Figure("archived"));
        Assert.Equal((before.Figure("old"), 2), (done.Figure("archived"), before.Figure("old")));
        Assert.Equal((before.Figure("duplicates"), before.Figure("damaged")), (done.Figure("duplicates"), done.Figure("damaged")));
        Assert.Equal((1, 2), (before.Figure("duplicates"), before.Figure("damaged")));
        Assert.Equal($"{before.Figure("chosen")} {before.Figure("chosen_messages")} {before.Figure("trimmed")} {before.Figure("trimmed_messages")} {before.Figure("old")}", await Database.ReadAsync<string>("""
            SELECT concat_ws(' ', count(*), sum(message_count + pruned_count), count(*) FILTER (WHERE pruned_count > 0), sum(pruned_count), count(archived_at)) FROM app.conversations WHERE owner_id = $1
            """, owner));
        Assert.Equal("2 35", $"{before.Figure("trimmed")} {before.Figure("trimmed_messages")}");
        await Database.RunAsync("SELECT app.sweep('schedule', 1000)");
        Assert.Equal(before.Figure("soon"), await Database.ReadAsync<int>("SELECT count(noticed_at) FROM app.conversations WHERE owner_id = $1", owner));
        Assert.Equal(1, before.Figure("soon"));
        Assert.Equal(before.GetProperty("figures").GetProperty("from").GetDateTimeOffset(), await TimeAsync("min", owner), TimeSpan.FromSeconds(1));
        Assert.Equal(before.GetProperty("figures").GetProperty("to").GetDateTimeOffset(), await TimeAsync("max", owner), TimeSpan.FromMinutes(1));
        await AssertLedgerAsync("pia");
    }

    private async Task<DateTimeOffset> TimeAsync(string which, Guid owner) => DateTimeOffset.Parse(
        await Database.ReadAsync<string>($"SELECT to_json({which}(created_at)) #>> '{{}}' FROM app.messages WHERE owner_id = $1", owner), System.Globalization.CultureInfo.InvariantCulture);

    [SharedDataFact]
    public async Task Every_file_of_other_services_becomes_the_conversations_that_were_counted_in_it()
    {
        await Database.SetPolicyAsync("ttl_days = 0, window_messages = 0");
        foreach (var expected in SharedData.Lines("import-fixtures/expected_counts.jsonl"))
        {
            var file = expected.GetProperty("file").GetString()!;
            var name = "fix-" + string.Concat(file.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
            var key = await portal.KeyOf(name);
            var bytes = await File.ReadAllBytesAsync(Path.Combine(SharedData.Folder!, "import-fixtures", file));
            var id = await key.UploadAsync(bytes);
            var preview = (await key.GetJsonAsync($"/api/imports/{id}")).Json;
            var done = await key.RunImportAsync(id);
            Assert.True(("done", 0) == (done.State(), done.Figure("damaged")), file);
            var rows = await Database.ReadAsync<string>("""
                SELECT coalesce(string_agg(counted.roles, ', ' ORDER BY counted.roles), '') FROM (
                    SELECT (SELECT string_agg(r.role || ' ' || r.messages, ' ' ORDER BY r.role) FROM (
                        SELECT role, count(*) AS messages FROM app.messages m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id GROUP BY role) r) AS roles
                    FROM app.conversations c WHERE c.owner_id = $1) AS counted
                """, await portal.IdOf(name));
            if (expected.TryGetProperty("conversations", out var conversations))
            {
                Assert.Equal(conversations.GetArrayLength(), done.Figure("imported"));
                var roles = conversations.EnumerateArray().Select(RolesOf).ToList();
                if (!roles.Contains(null)) Assert.Equal($"{file} {string.Join(", ", roles.Order(StringComparer.Ordinal))}", $"{file} {rows}");
            }

            Assert.Equal(preview.Figure("chosen_messages"), await Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE owner_id = $1", await portal.IdOf(name)));
            Assert.Equal(preview.Figure("chosen"), done.Figure("imported"));
            Assert.Equal(preview.Figure("chosen"), (await key.GetJsonAsync($"/api/imports/{await key.UploadAsync(bytes)}")).Json.Figure("duplicates"));
        }
    }

    // Null: only messages were counted in that file.
    private static string? RolesOf(JsonElement counts)
    {
        foreach (var name in new[] { "active_path_roles", "by_role", "by_sender" })
        {
            if (counts.TryGetProperty(name, out var roles))
                return string.Join(' ', roles.EnumerateObject().Select(r => $"{r.Name.Replace("human", "user", StringComparison.Ordinal)} {r.Value}").Order(StringComparer.Ordinal));
        }

        return null;
    }

    [Theory]
    [InlineData("summarise", 40, 0)]
    [InlineData("archive", 40, 0)]
    [InlineData("delete", 30, 10)]
    public async Task Window_is_obeyed_and_said_beforehand(string action, int stored, int pruned)
    {
        await Database.SetPolicyAsync($"window_action = '{action}'");
        var cyd = await portal.KeyOf($"cyd-{action}");
        var id = await cyd.UploadAsync(ChatGpt(("long", 40, 1), ("short", 3, 1)));
        var preview = (await cyd.GetJsonAsync($"/api/imports/{id}")).Json;
        Assert.Equal((1, 10), (preview.Figure("trimmed"), preview.Figure("trimmed_messages")));
        var owner = await portal.IdOf($"cyd-{action}");
        // No summary in between.
        await Database.RunAsync("UPDATE app.retention_policies SET window_messages = 30 WHERE scope = 'system'");
        await cyd.RunImportAsync(id);
        Assert.Equal($"30 11 10 {pruned}", await Database.ReadAsync<string>(
            "SELECT concat_ws(' ', message_count, first_seq, pruned_count, CASE WHEN summary_seq = 0 THEN pruned_seq ELSE 0 END) FROM app.conversations WHERE owner_id = $1 AND title = 'Chat long'", owner));
        if (action != "summarise") Assert.Equal(stored + 3, await Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE owner_id = $1", owner));
        await AssertLedgerAsync($"cyd-{action}");

        // And it goes on as any other.
        var conversation = await Database.ReadAsync<string>("SELECT id::text FROM app.conversations WHERE owner_id = $1 AND title = 'Chat long'", owner);
        Assert.Equal(HttpStatusCode.OK, (await cyd.ChatAsync("And then?", conversation)).Status);
        Assert.Equal(30, (await cyd.GetJsonAsync($"/api/conversations/{conversation}")).Number("message_count"));
        await AssertLedgerAsync($"cyd-{action}");
    }

    [Fact]
    public async Task Undo_removes_the_import_with_receipts_and_leaves_what_went_on_since()
    {
        var dan = await portal.KeyOf("dan");
        var owner = await portal.IdOf("dan");
        var file = ChatGpt(("u1", 2, 1), ("u2", 2, 1), ("u3", 2, 300));
        var id = await dan.UploadAsync(file);
        await dan.RunImportAsync(id);
        var kept = await Database.ReadAsync<string>("SELECT id::text FROM app.conversations WHERE owner_id = $1 AND title = 'Chat u1'", owner);
        await dan.ChatAsync("Still there?", kept);
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.replies WHERE owner_id = $1", owner) == 0);

        var undone = await dan.UndoImportAsync(id);
        Assert.Equal((2, 1), (undone.Figure("undone"), await ConversationsAsync("dan")));
        Assert.Equal("2 import_undone", await Database.ReadAsync<string>(
            "SELECT concat_ws(' ', sum(cardinality(conversations)), min(cause)) FROM app.receipts WHERE owner_id = $1", owner));
        await AssertLedgerAsync("dan");
        Assert.Equal(HttpStatusCode.Conflict, (await dan.CallAsync(HttpMethod.Delete, $"/api/imports/{id}")).Status);

        // What was taken back can come again, what stayed is there.
        var again = await dan.UploadAsync(file);
        var preview = (await dan.GetJsonAsync($"/api/imports/{again}")).Json;
        Assert.Equal((2, 1), (preview.Figure("chosen"), preview.Figure("duplicates")));
    }

    [Fact]
    public async Task What_a_hold_keeps_stays()
    {
        var hal = await portal.KeyOf("hal");
        var owner = await portal.IdOf("hal");
        var id = await hal.UploadAsync(ChatGpt(("h1", 2, 1)));
        await hal.RunImportAsync(id);
        await Database.RunAsync("INSERT INTO app.holds (owner_id, id, reason) VALUES ($1, $2, 'Asked for')", owner, Guid.NewGuid());
        await hal.UndoImportAsync(id);
        Assert.Equal(1, await ConversationsAsync("hal"));
        await Database.RunAsync("UPDATE app.holds SET released_at = now() WHERE owner_id = $1", owner);
    }

    [Fact]
    public async Task Branches_and_entries_are_a_choice()
    {
        var fay = await portal.KeyOf("fay");
        var one = await fay.UploadAsync(Branched("x1"));
        var preview = (await fay.GetJsonAsync($"/api/imports/{one}")).Json;
        Assert.Equal((1, 1), (preview.Figure("chosen"), preview.Figure("branches")));
        Assert.Equal(2, (await fay.RunImportAsync(one, new { include_branches = true })).Figure("imported"));
        Assert.Equal("Branched x1, Branched x1 (branch 2)", await TitlesAsync("fay"));

        var some = await fay.UploadAsync(ChatGpt(("s1", 2, 1), ("s2", 2, 1), ("s3", 2, 1)));
        var done = await fay.RunImportAsync(some, new { entries = Enumerable.Repeat(1, 1) });
        Assert.Equal((1, 2), (done.Figure("imported"), done.Figure("left_out")));
        Assert.Equal("Branched x1, Branched x1 (branch 2), Chat s2", await TitlesAsync("fay"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_whose_worker_died_goes_on_where_it_was(bool whileReading)
    {
        var name = $"gil-{whileReading}";
        var gil = await portal.KeyOf(name);
        var owner = await portal.IdOf(name);
        var id = await gil.UploadAsync(ChatGpt(("k1", 2, 1), ("k2", 2, 1), ("k3", 2, 1)));
        if (whileReading)
        {
            await Database.RunAsync("UPDATE app.imports SET state = 'reading', total = NULL WHERE id = $1", Guid.Parse(id));
            await Database.RunAsync("DELETE FROM app.import_entries WHERE import_id = $1 AND position > 0", Guid.Parse(id));
            await Database.AddLostJobAsync(owner, "import_read", Guid.Parse(id));
            await gil.UntilImportAsync(id, "ready");
        }

        // One is written, and then nobody was there any more.
        Assert.Equal(1, (await gil.RunImportAsync(id, new { entries = Enumerable.Repeat(0, 1) })).Figure("imported"));
        if (!whileReading)
        {
            await gil.UploadAgainAsync(Database, id, ChatGpt(("k1", 2, 1), ("k2", 2, 1), ("k3", 2, 1)));
            await Database.RunAsync("UPDATE app.import_entries SET outcome = 'new' WHERE import_id = $1 AND outcome = 'skipped'", Guid.Parse(id));
            await Database.RunAsync("UPDATE app.imports SET state = 'importing', finished_at = NULL WHERE id = $1", Guid.Parse(id));
            await Database.AddLostJobAsync(owner, "import", Guid.Parse(id));
            await gil.UntilImportAsync(id, "done");
            Assert.Equal(3, await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1", owner));
        }

        await AssertLedgerAsync(name);
    }

    [Fact]
    public async Task Full_storage_ends_an_import_with_a_word()
    {
        var ivy = await portal.KeyOf("ivy");
        var id = await ivy.UploadAsync(ChatGpt([.. Enumerable.Range(0, 20).Select(i => ($"q{i}", 300, 1.0))]));
        await Database.SetPolicyAsync("quota_hard_megabytes = 1, window_messages = 0");
        await Database.RunAsync("INSERT INTO app.usage (owner_id, agent_id, conversations, messages, bytes) VALUES ($1, $2, 1, 1, 900000)", await portal.IdOf("ivy"), OwnerTables.DefaultAgent);
        var done = await ivy.RunImportAsync(id);
        Assert.Contains("full", done.Error(), StringComparison.Ordinal);
        Assert.InRange(done.Figure("imported"), 1, 5);
        Assert.Equal(20, done.Figure("imported") + done.Figure("left_out"));
        Assert.Equal(HttpStatusCode.OK, (await ivy.CallAsync(HttpMethod.Get, "/api/imports")).Status);
        await Database.SetPolicyAsync("quota_hard_megabytes = 0, window_messages = 30");
    }

    private async Task<int> ConversationsAsync(string name) => await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1", await portal.IdOf(name));

    private async Task<string> TitlesAsync(string name) =>
        await Database.ReadAsync<string>("SELECT string_agg(title, ', ' ORDER BY title) FROM app.conversations WHERE owner_id = $1", await portal.IdOf(name));

    private async Task<string> StateAsync(string name, string id) => await Database.StateOfAsync(
        Guid.Parse(await Database.ReadAsync<string>("SELECT id::text FROM app.conversations WHERE owner_id = $1 AND title = $2", await portal.IdOf(name), $"Chat {id}")));

    /// <summary>Counters and bytes are what is there, and what the ledger says.</summary>
    private async Task AssertLedgerAsync(string name)
    {
        var owner = await portal.IdOf(name);
        Assert.Equal(0, await Database.ReadAsync<int>("""
            SELECT count(*) FROM app.conversations c WHERE c.owner_id = $1 AND (c.bytes <>
                coalesce((SELECT sum(m.bytes) FROM app.messages m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id), 0)
                + coalesce((SELECT sum(app.size_of_segment(s)) FROM app.segments s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id), 0)
                + coalesce((SELECT sum(100 + octet_length(s.content)) FROM app.summaries s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id), 0)
                OR (c.packed_seq = 0 AND c.message_count <> (SELECT count(*) FROM app.messages m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id AND (m.seq >= c.first_seq OR m.pinned))))
            """, owner));
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.reconcile_usage() WHERE owner_id = $1", owner));
    }
}
