using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class SecurityTests(Portal portal) : IClassFixture<Portal>
{
    [Theory]
    [InlineData("/account/login")]
    [InlineData("/account/register")]
    [InlineData("/account")]
    [InlineData("/account/keys")]
    [InlineData("/account/password")]
    [InlineData("/account/delete")]
    [InlineData("/account/logout")]
    [InlineData("/admin/users")]
    [InlineData("/admin/agents")]
    [InlineData("/admin/agents/edit")]
    [InlineData("/admin/retention")]
    [InlineData("/health/live")]
    [InlineData("/no-such-page")]
    [InlineData("/api/no-such-thing")]
    public async Task Every_answer_has_the_security_headers_and_no_inline_code(string path)
    {
        var client = path.StartsWith("/account/", StringComparison.Ordinal) ? portal.Client() : await portal.SignedInAsOwner();
        using var answer = await client.GetAsync(path);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        foreach (var header in new[] { "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy" })
            Assert.True(answer.Headers.Contains(header), header);
        var page = await answer.ReadPageAsync();
        Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src])"));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_other_sites()
    {
        using var answer = await portal.Client().SubmitAsync("/account/register",
            [("Email", "coo@example.org"), ("Password", Portal.Password), ("ConfirmPassword", Portal.Password)]);
        var session = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("session=", StringComparison.Ordinal));
        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", session, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Missing_page_is_a_page_and_a_missing_address_of_the_api_is_a_problem()
    {
        using var page = await portal.Client().GetAsync("/no-such-page");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal("There is nothing here", (await page.ReadPageAsync()).QuerySelector("h1")?.TextContent);
        using var problem = await portal.Client().GetAsync("/api/no-such-thing");
        Assert.Equal(HttpStatusCode.NotFound, problem.StatusCode);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/account/login", "text/html")]
    [InlineData("/api/agent/chat", "application/problem+json")]
    public async Task Five_megabytes_are_refused_with_413(string path, string type)
    {
        using var client = path.StartsWith("/api", StringComparison.Ordinal) ? await portal.KeyOf("big") : portal.Client();
        using var body = new StringContent(new string('x', 5_000_000));
        using var answer = await client.PostAsync(path, body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Form_that_cannot_be_read_is_refused_with_a_page()
    {
        using var body = new FormUrlEncodedContent([new("Email", "a\0b@example.org")]);
        using var answer = await portal.Client().PostAsync("/account/login", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("That was not accepted", (await answer.ReadPageAsync()).QuerySelector("h1")?.TextContent);
    }

    [Fact]
    public async Task Failed_fragment_leaves_the_page_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/no-such-page");
        request.Headers.Add("HX-Request", "true");
        using var answer = await portal.Client().SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("request-failed", answer.Headers.GetValues("HX-Trigger").Single());
        Assert.Equal("none", answer.Headers.GetValues("HX-Reswap").Single());
    }

    [Theory]
    [InlineData("/admin/users?search=%00")]
    [InlineData("/account/login?returnUrl=%00")]
    public async Task Unprintable_question_is_no_fault_of_ours(string path)
    {
        using var answer = await (await portal.SignedInAsOwner()).GetAsync(path);
        Assert.True((int)answer.StatusCode < 500, $"{path} answered {(int)answer.StatusCode}");
    }

    [Fact]
    public async Task Session_alone_changes_nothing_through_the_api()
    {
        var client = await portal.SignedInAs("csrf");
        using var body = new StringContent("{}", null, "application/json");
        using var refused = await client.PostAsync("/api/agent/chat", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Forwarded_headers_of_a_stranger_are_not_believed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/login");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await portal.Client().SendAsync(request);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }
}
