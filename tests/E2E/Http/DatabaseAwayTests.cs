using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>While the database cannot be reached, everybody is told so in their way, and nothing that was typed is lost.</summary>
public sealed class DatabaseAwayTests(DatabaseAwayTests.Away portal) : IClassFixture<DatabaseAwayTests.Away>
{
    [Fact]
    public async Task Browser_gets_a_page_with_what_was_typed()
    {
        using var answer = await portal.Ada.PostAsync("/chat", new FormUrlEncodedContent([new("message", "My long & careful question")]));
        AssertAway(answer);
        var page = await answer.ReadPageAsync();
        Assert.Equal("Not now, please", page.QuerySelector("h1")?.TextContent);
        Assert.Equal("My long & careful question", page.QuerySelector("textarea#draft")!.TextContent);
        Assert.Equal(HttpStatusCode.OK, (await portal.Ada.GetAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"))).StatusCode);
        AssertAway(await portal.Ada.GetAsync("/conversations"));
    }

    [Fact]
    public async Task Htmx_is_answered_with_words_and_leaves_the_page_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new FormUrlEncodedContent([new("message", "Hello")]) };
        request.Headers.Add("HX-Request", "true");
        using var answer = await portal.Ada.SendAsync(request);
        AssertAway(answer);
        Assert.Equal("none", answer.Headers.GetValues("HX-Reswap").Single());
        Assert.StartsWith("The database cannot be reached", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_gets_a_problem()
    {
        using var answer = await portal.Program.PostAsJsonAsync("/api/agent/chat", new { message = "Hello" });
        AssertAway(answer);
        Assert.Equal("database_away", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task All_goes_on_when_it_is_back()
    {
        AssertAway(await portal.Program.GetAsync("/api/conversations"));
        await portal.BringBackAsync();
        await Until.TrueAsync(async () => (await portal.Program.GetAsync("/api/conversations")).StatusCode == HttpStatusCode.OK);
        await Until.TrueAsync(async () => (await portal.Ada.GetAsync("/chat/new")).StatusCode == HttpStatusCode.OK);
        await portal.TakeAwayAsync();
    }

    private static void AssertAway(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>Its database takes nobody in, from when somebody has signed in.</summary>
    public sealed class Away : Portal
    {
        public HttpClient Ada { get; private set; } = null!;

        public HttpClient Program { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            (Ada, Program) = (await SignedInAs("ada"), await KeyOf("ada"));
            await TakeAwayAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await BringBackAsync();
            await base.DisposeAsync();
        }

        public async Task TakeAwayAsync()
        {
            await OnServerAsync("ALTER DATABASE {0} CONNECTION LIMIT 0");
            await OnServerAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}' AND usename LIKE 'cm\\_%'");
        }

        public Task BringBackAsync() => OnServerAsync("ALTER DATABASE {0} CONNECTION LIMIT -1");

        private Task OnServerAsync(string sql) => EmptyDatabase.RunOnServerAsync(
            string.Format(CultureInfo.InvariantCulture, sql, new NpgsqlConnectionStringBuilder(Database.Connections.Setup).Database));
    }
}
