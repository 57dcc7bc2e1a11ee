using System.Net;
using System.Text;
using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>What went wrong is told as problem details to programs, as a page to a browser, and to htmx so that the page stays as it is.</summary>
public sealed class ErrorShapeTests(ErrorShapeTests.Strict portal) : IClassFixture<ErrorShapeTests.Strict>
{
    [Theory]
    [InlineData(401, "GET", "/api/agents")]
    [InlineData(403, "GET", "/api/admin/stats")]
    [InlineData(404, "GET", "/api/no-such-thing")]
    [InlineData(404, "GET", "/API/no-such-thing")]
    [InlineData(404, "GET", "/api/conversations/01900000-0000-7000-8000-00000000dead")]
    [InlineData(405, "PUT", "/api/agents")]
    [InlineData(413, "POST", "/api/agent/chat")]
    [InlineData(415, "POST", "/api/keys")]
    [InlineData(500, "GET", "/api/templates")]
    public async Task Program_gets_problem_details(int status, string method, string path)
    {
        var client = status == 401 ? portal.Client() : await portal.KeyOf("ada");
        using var broken = status == 500 ? await BrokenAsync() : null;
        using var request = Request(status, method, path);
        using var answer = await client.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.False(answer.Headers.Contains("HX-Reswap"));
        if (status == 405) Assert.Contains("GET", answer.Content.Headers.Allow);
        if (status == 401) Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData(403, "GET", "/admin/users", "This is for admins")]
    [InlineData(404, "GET", "/no-such-page", "There is nothing here")]
    [InlineData(404, "GET", "/apis", "There is nothing here")]
    [InlineData(405, "POST", "/", "That did not work")]
    [InlineData(413, "POST", "/chat", "That was too large")]
    [InlineData(500, "GET", "/templates", "Something went wrong")]
    public async Task Browser_gets_a_page(int status, string method, string path, string heading)
    {
        var ada = await portal.SignedInAs("ada");
        using var broken = status == 500 ? await BrokenAsync() : null;
        using var request = Request(status, method, path);
        using var answer = await ada.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        var page = await answer.ReadPageAsync();
        Assert.Equal(heading, page.QuerySelector("h1")?.TextContent);
        Assert.NotNull(page.QuerySelector("form[action='/account/logout'], [href='/account']"));
    }

    [Theory]
    [InlineData(401, "GET", "/account")]
    [InlineData(403, "GET", "/admin/users")]
    [InlineData(404, "GET", "/no-such-page")]
    [InlineData(405, "POST", "/")]
    [InlineData(413, "POST", "/chat")]
    [InlineData(500, "GET", "/templates")]
    public async Task Htmx_leaves_the_page_as_it_is(int status, string method, string path)
    {
        var client = status == 401 ? portal.Client() : await portal.SignedInAs("ada");
        using var broken = status == 500 ? await BrokenAsync() : null;
        using var request = Request(status, method, path);
        request.Headers.Add("HX-Request", "true");
        using var answer = await client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("none", answer.Headers.GetValues("HX-Reswap").Single());
        Assert.Equal(status == 401 ? "session-ended" : "request-failed", answer.Headers.GetValues("HX-Trigger").Single());
        Assert.DoesNotContain("<", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_without_a_session_is_sent_to_sign_in()
    {
        using var answer = await portal.Client().GetAsync("/account");
        Assert.Equal((HttpStatusCode.Redirect, "/account/login?returnUrl=%2Faccount"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Too_many_requests_are_told_each_in_their_way()
    {
        var ada = await portal.SignedInAs("ada");
        var key = await portal.KeyOf("ada");
        HttpResponseMessage answer;
        do answer = await ada.SubmitAsync("/chat/new", [("message", "Hello")], "form#composer");
        while (answer.StatusCode == HttpStatusCode.Redirect);

        AssertWait(answer);
        Assert.Equal("One moment, please", (await answer.ReadPageAsync()).QuerySelector("h1")?.TextContent);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new FormUrlEncodedContent([new("message", "Hello")]) };
        request.Headers.Add("HX-Request", "true");
        using var fragment = await ada.SendAsync(request);
        AssertWait(fragment);
        Assert.Equal("none", fragment.Headers.GetValues("HX-Reswap").Single());

        ApiAnswer told;
        do told = await key.ChatAsync("Hello");
        while (told.Status == HttpStatusCode.OK);
        AssertWait(told.Message);
        Assert.Equal("rate_limited", told.Text("code"));
    }

    private static void AssertWait(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private static HttpRequestMessage Request(int status, string method, string path) => new(new HttpMethod(method), path)
    {
        Content = status switch
        {
            413 => new ByteArrayContent(new byte[2_000_000]),
            415 => new StringContent("name=robot", Encoding.UTF8, "text/plain"),
            _ => null,
        },
    };

    /// <summary>Takes a table away until the answer is disposed of.</summary>
    private async Task<IDisposable> BrokenAsync()
    {
        var owner = NpgsqlDataSource.Create(portal.Database.Connections.Setup);
        await owner.CreateCommand("ALTER TABLE app.templates RENAME TO templates_aside").ExecuteNonQueryAsync();
        return new Mended(owner);
    }

    private sealed class Mended(NpgsqlDataSource owner) : IDisposable
    {
        public void Dispose()
        {
            owner.CreateCommand("ALTER TABLE app.templates_aside RENAME TO templates").ExecuteNonQuery();
            owner.Dispose();
        }
    }

    public sealed class Strict : Portal
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["RateLimits:ChatBurst"] = "3",
            ["RateLimits:ChatPerMinute"] = "1",
        };
    }
}
