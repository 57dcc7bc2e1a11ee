using System.Net;
using AngleSharp.Dom;
using ConversationMemory.Services.Storage;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>The storage monitor: its figures are the database's, and they are for admins.</summary>
public sealed class StorageTests(Portal portal) : IClassFixture<Portal>
{
    private const string Page = "/admin/storage";

    private TestDatabase Database => portal.Database;

    [Fact]
    public async Task Figures_agree_with_the_database()
    {
        var ada = await Database.AddPersonAsync("ada");
        var ben = await Database.AddPersonAsync("ben");
        await SayAsync(ada, 5);
        await SayAsync(ada, 3);
        var old = await SayAsync(ben, 2);
        await Database.RunAsync("UPDATE app.conversations SET active_at = now() - interval '8 days' WHERE id = $1", old);
        await Database.RunAsync("UPDATE app.messages SET tool_calls = '[{\"name\": \"calculator\"}]' WHERE conversation_id = $1 AND seq = 2", old);
        await MeasureAsync();
        await Database.RunAsync("ANALYZE app.messages");

        using var admin = await AdminAsync();
        var stats = await admin.GetJsonAsync("/api/admin/stats");
        Assert.Equal(HttpStatusCode.OK, stats.Status);
        await AgreesAsync(stats, "conversations", "SELECT count(*) FROM app.conversations");
        await AgreesAsync(stats, "messages", "SELECT sum(message_count) FROM app.conversations");
        await AgreesAsync(stats, "people", "SELECT count(DISTINCT owner_id) FROM app.conversations");
        await AgreesAsync(stats, "active_conversations", "SELECT count(*) FROM app.conversations WHERE active_at > now() - interval '7 days'");
        await AgreesAsync(stats, "most_messages", "SELECT max(message_count) FROM app.conversations");
        await AgreesAsync(stats, "most_bytes", "SELECT max(bytes) + 400 FROM app.conversations");
        await AgreesAsync(stats, "messages_with_tools", "SELECT count(*) FROM app.messages WHERE tool_calls IS NOT NULL");
        Assert.False(stats["messages_with_tools_estimated"].GetBoolean());

        var storage = await admin.GetJsonAsync("/api/admin/storage-stats");
        var person = storage["people"].EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == ada);
        Assert.Equal(await Database.ReadAsync<string>("SELECT email FROM app.users WHERE id = $1", ada), person.GetProperty("name").GetString());
        Assert.Equal(await Database.ReadAsync<long>("SELECT sum(bytes + 400) FROM app.conversations WHERE owner_id = $1", ada), person.GetProperty("bytes").GetInt64());
        Assert.Equal((2, 8), (person.GetProperty("conversations").GetInt32(), person.GetProperty("messages").GetInt32()));
        Assert.Equal("Assistant", storage["agents"][0].GetProperty("name").GetString());
        var table = storage["tables"].EnumerateArray().Single(t => t.GetProperty("name").GetString() == "messages");
        Assert.Equal(await Database.ReadAsync<long>("SELECT pg_indexes_size('app.messages')"), table.GetProperty("index_bytes").GetInt64());
        Assert.Equal(await Database.ReadAsync<long>("SELECT pg_total_relation_size('app.messages')"), table.GetProperty("total_bytes").GetInt64());
        Assert.Equal(storage["database_bytes"].GetInt64(), storage["kinds"].EnumerateObject().Sum(k => k.Value.GetInt64()));
        Assert.InRange(
            storage["database_bytes"].GetInt64(), 5_000_000, await Database.ReadAsync<long>("SELECT pg_database_size(current_database())"));
        Assert.Equal(500_000_000, storage["budget_bytes"].GetInt64());
        Assert.Equal(("good", "too_few_days"), (storage.Text("level"), storage["forecast"].GetProperty("outcome").GetString()));
        Assert.Equal(storage["database_bytes"].GetInt64(), Assert.Single(storage["days"].EnumerateArray()).GetProperty("bytes").GetInt64());

        // The search has no index of its own: its filters lie in the rows of packed messages.
        Assert.Equal(0, storage["kinds"].GetProperty("search_index").GetInt64());
        Assert.Equal("receipts_conversations", await Database.ReadAsync<string>(
            "SELECT string_agg(c.relname, ' ') FROM pg_class c JOIN pg_am m ON m.oid = c.relam WHERE c.relkind = 'i' AND m.amname <> 'btree' AND c.relnamespace = 'app'::regnamespace"));
        Assert.True(await Database.ReadAsync<bool>("SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'app' AND table_name = 'segments' AND column_name = 'terms')"));

        var page = await (await portal.SignedInAsOwner()).PageAsync(Page);
        var kinds = page.QuerySelectorAll("table.kinds tbody th").Select(th => th.TextContent).ToList();
        Assert.DoesNotContain(kinds, kind => kind.StartsWith("Search", StringComparison.Ordinal) || kind.StartsWith("Memories", StringComparison.Ordinal));
        Assert.Contains(kinds, kind => kind.StartsWith("Archive", StringComparison.Ordinal) && kind.Contains("filters that search them", StringComparison.Ordinal));
        Assert.Equal($"{await Database.ReadAsync<long>("SELECT count(*) FROM app.conversations")}", Tile(page, "Conversations"));
        Assert.Contains(person.GetProperty("name").GetString()!, page.QuerySelector("#people")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_is_of_a_kind_and_what_is_other_is_meant_to_be()
    {
        await MeasureAsync();
        using var admin = await AdminAsync();
        var tables = (await admin.GetJsonAsync("/api/admin/storage-stats"))["tables"].EnumerateArray().ToList();
        Assert.Equal(
            await Database.ReadAsync<int>("SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'"), tables.Count);
        Assert.Equal(
            ["agent_versions", "agents", "holds", "migrations", "providers", "resolved_policies", "retention_policies", "sql_files", "sweep_layers", "system_settings"],
            tables.Where(t => t.GetProperty("kind").GetString() == "other").Select(t => t.GetProperty("name").GetString()!).Order());
    }

    [Fact]
    public async Task Member_reaches_neither_page_nor_fragment_nor_call()
    {
        var member = await portal.SignedInAs("max");
        var anybody = portal.Client();
        var token = (await member.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var headers in new (string, string)[][] { [], [("HX-Request", "true")] })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(member, HttpMethod.Get, headers));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(member, HttpMethod.Post, headers, token));
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(anybody, HttpMethod.Get, headers));
        }

        foreach (var path in new[] { "/api/admin/stats", "/api/admin/storage-stats" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetJsonAsync(path)).Status);
            var refused = await (await portal.KeyOf("max")).GetJsonAsync(path);
            Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (refused.Status, refused.Text("code")));
        }
    }

    [Theory]
    [InlineData("storage_status")]
    [InlineData("storage_snapshots")]
    [InlineData("storage_alerts")]
    public async Task Web_has_no_right_to_the_figures(string table)
    {
        await using var session = await Database.AsAsync(await portal.IdOf("root"));
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => session.ReadAsync<long>($"SELECT count(*) FROM app.{table}"));
        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Fragment_is_the_page_without_its_frame_and_refreshes_itself()
    {
        await MeasureAsync();
        var owner = await portal.SignedInAsOwner();
        using var request = new HttpRequestMessage(HttpMethod.Get, Page) { Headers = { { "HX-Request", "true" } } };
        using var answer = await owner.SendAsync(request);
        var fragment = (await answer.ReadPageAsync()).Body!;
        Assert.Contains("HX-Request", answer.Headers.Vary);
        var root = Assert.Single(fragment.Children);
        Assert.Equal(("storage", Page, "every 60s"), (root.Id, root.GetAttribute("hx-get"), root.GetAttribute("hx-trigger")));
        var whole = (await owner.PageAsync(Page)).QuerySelector("#storage")!;
        Assert.Equal(Shape(root), Shape(whole));
    }

    [Fact]
    public async Task Button_measures_without_script_and_not_again_at_once()
    {
        var owner = await portal.SignedInAsOwner();
        await Database.RunAsync("UPDATE app.storage_status SET measured_at = now() - interval '20 seconds'");
        using (var pressed = await owner.PressAsync(Page, "Refresh")) Assert.Equal(HttpStatusCode.Redirect, pressed.StatusCode);
        Assert.Equal("Measured just now.", (await owner.PageAsync(Page)).QuerySelector("#storage [role=status]")!.TextContent);
        var measured = await Database.ReadAsync<string>("SELECT figures ->> 'measured_at' FROM app.storage_status");
        using (await owner.PressAsync(Page, "Refresh")) Assert.Contains("a few seconds old", (await owner.PageAsync(Page)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(measured, await Database.ReadAsync<string>("SELECT figures ->> 'measured_at' FROM app.storage_status"));
    }

    [Fact]
    public async Task Of_several_who_measure_at_once_one_does()
    {
        await Database.RunAsync("UPDATE app.storage_status SET measured_at = now() - interval '2 minutes'");
        var measured = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MeasureAsync(TimeSpan.FromMinutes(1))));
        Assert.InRange(measured.Count(done => done), 0, 1);
        Assert.True(await Database.ReadAsync<bool>("SELECT measured_at > now() - interval '1 minute' FROM app.storage_status"));
    }

    [Fact]
    public async Task Nothing_is_written_while_the_portal_is_read_only()
    {
        await Database.RunAsync("UPDATE app.system_settings SET read_only = true");
        try
        {
            Assert.False(await MeasureAsync(TimeSpan.Zero));
        }
        finally
        {
            await Database.RunAsync("UPDATE app.system_settings SET read_only = false");
        }

        Assert.True(await MeasureAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Grown_database_shows_its_days_as_chart_and_table_with_a_forecast()
    {
        await MeasureAsync();
        // Cleaned up today, so that there is room; the trend is that of the days before.
        await Database.RunAsync("""
            INSERT INTO app.storage_snapshots (day, bytes, kinds, conversations, messages, taken_at)
            SELECT (now() AT TIME ZONE 'UTC')::date - n, 200000000 - n * 4000000, '{}', 10, 100, now() - n * interval '1 day'
            FROM generate_series(1, 40) AS n
            """);
        try
        {
            var page = await (await portal.SignedInAsOwner()).PageAsync(Page);
            Assert.Matches("^Full about .+ at the pace of the last weeks: (3\\.\\d|4) MB a day\\.$", page.QuerySelector(".forecast")!.TextContent);
            Assert.StartsWith("Size of the database from", page.QuerySelector("figure svg[role=img]")!.GetAttribute("aria-label"), StringComparison.Ordinal);
            Assert.Equal(41, page.QuerySelectorAll("#growth-table tbody tr").Length);
            Assert.Equal(41, page.QuerySelector("path.size")!.GetAttribute("d")!.Split('L').Length);
            Assert.Empty(page.QuerySelectorAll("[style]"));
        }
        finally
        {
            await Database.RunAsync("DELETE FROM app.storage_snapshots WHERE day < (now() AT TIME ZONE 'UTC')::date");
        }
    }

    [Fact]
    public async Task Day_has_one_snapshot_the_last()
    {
        await MeasureAsync();
        await Database.RunAsync("UPDATE app.storage_snapshots SET bytes = 1");
        await MeasureAsync();
        Assert.Equal(1, await Database.ReadAsync<long>("SELECT count(*) FROM app.storage_snapshots"));
        Assert.True(await Database.ReadAsync<long>("SELECT bytes FROM app.storage_snapshots") > 1);
    }

    private async Task AgreesAsync(ApiAnswer stats, string name, string sql) =>
        Assert.Equal((name, await Database.ReadAsync<long>(sql)), (name, stats[name].GetInt64()));

    private async Task<Guid> SayAsync(Guid owner, int messages)
    {
        var conversation = await Database.AddConversationAsync(owner);
        for (var n = 0; n < messages; n++) await Database.AddMessageAsync(owner, conversation);
        return conversation;
    }

    // All of it, also what may be older where counting takes long, as it does on a busy machine.
    private async Task MeasureAsync()
    {
        await Database.RunAsync("UPDATE app.storage_status SET figures = '{}'");
        while (!await MeasureAsync(TimeSpan.Zero))
        {
        }
    }

    private async Task<bool> MeasureAsync(TimeSpan age)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StorageMeter>().MeasureAsync(age, default);
    }

    private async Task<HttpClient> AdminAsync()
    {
        await portal.SignedInAsOwner();
        return await portal.KeyOf("root");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, (string Name, string Value)[] headers, string? token = null)
    {
        using var request = new HttpRequestMessage(method, Page);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        if (token is not null) request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static string? Tile(IDocument page, string name) =>
        page.QuerySelectorAll(".tiles dt").Single(dt => dt.TextContent == name).NextElementSibling!.QuerySelector("b")!.TextContent;

    private static string Shape(IElement element) => string.Join(' ', element.QuerySelectorAll("*").Select(e => $"{e.LocalName}#{e.Id}"));
}
