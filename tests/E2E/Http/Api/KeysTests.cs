using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class KeysTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Key_is_shown_once_works_and_stops_working_when_revoked()
    {
        var ada = await SignedInAs("ada");
        var made = await ada.CallAsync(HttpMethod.Post, "/api/keys", new { name = "  robot " });
        Assert.Equal((HttpStatusCode.Created, "robot"), (made.Status, made.Text("name")));
        var robot = With(made.Text("key")!);
        Assert.Equal(HttpStatusCode.OK, (await robot.GetJsonAsync("/api/conversations")).Status);

        var listed = (await ada.GetJsonAsync("/api/keys"))["keys"].EnumerateArray().Single(k => k.GetProperty("name").GetString() == "robot");
        Assert.Equal(["id", "name", "prefix", "created_at", "last_used_at", "scopes", "expires_at"], listed.EnumerateObject().Select(p => p.Name));
        Assert.StartsWith(listed.GetProperty("prefix").GetString()!, made.Text("key"), StringComparison.Ordinal);

        var path = $"/api/keys/{made.Text("id")}";
        var ben = await SignedInAs("ben");
        Assert.Equal(HttpStatusCode.NotFound, (await ben.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await robot.GetJsonAsync("/api/conversations")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012")]
    public async Task Key_needs_a_name(string? name)
    {
        var ada = await SignedInAs("ada");
        var refused = await ada.CallAsync(HttpMethod.Post, "/api/keys", new { name });
        Assert.Equal((HttpStatusCode.BadRequest, "bad_name"), (refused.Status, refused.Text("code")));
    }

    private static readonly string[] Wanted = ["chat", "READ", "read"];

    [Fact]
    public async Task Key_has_the_scopes_and_the_end_it_was_made_with()
    {
        var ada = await SignedInAs("ada");
        var made = await ada.CallAsync(HttpMethod.Post, "/api/keys", new { name = "reader", scopes = Wanted, expires_at = "2099-01-01T00:00:00+02:00" });
        Assert.Equal(["read", "chat"], made["scopes"].EnumerateArray().Select(s => s.GetString()));
        using var reader = With(made.Text("key")!);
        var current = await reader.GetJsonAsync("/api/keys/current");
        Assert.Equal(("reader", made.Text("id")), (current.Text("name"), current.Text("id")));
        Assert.Equal(DateTimeOffset.Parse("2098-12-31T22:00:00Z", System.Globalization.CultureInfo.InvariantCulture), current["expires_at"].GetDateTimeOffset());

        // Left out: whatever a person may who is no admin, until it is revoked.
        var usual = await ada.CallAsync(HttpMethod.Post, "/api/keys", new { name = "usual" });
        Assert.Equal(["read", "write", "chat", "memory"], usual["scopes"].EnumerateArray().Select(s => s.GetString()));
        Assert.Null(usual.Text("expires_at"));
    }

    [Theory]
    [InlineData("""{"name":"a","scopes":[]}""", "bad_scope")]
    [InlineData("""{"name":"a","scopes":["everything"]}""", "bad_scope")]
    [InlineData("""{"name":"a","scopes":["1"]}""", "bad_scope")]
    [InlineData("""{"name":"a","scopes":[null]}""", "bad_scope")]
    [InlineData("""{"name":"a","expires_at":"2001-01-01T00:00:00Z"}""", "bad_expiry")]
    public async Task Key_that_could_do_nothing_is_not_made(string body, string code)
    {
        var ada = await SignedInAs("ada");
        using var content = new StringContent(body, null, "application/json");
        var refused = await ada.CallAsync(HttpMethod.Post, "/api/keys", content);
        Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Text("code")));
    }

    [Fact]
    public async Task Key_neither_makes_nor_revokes_keys()
    {
        var ada = await portal.KeyOf("cleo");
        var id = (await ada.GetJsonAsync("/api/keys/current")).Text("id");
        foreach (var refused in new[] { await ada.CallAsync(HttpMethod.Post, "/api/keys", new { name = "another" }), await ada.CallAsync(HttpMethod.Delete, $"/api/keys/{id}") })
        {
            Assert.Equal((HttpStatusCode.Forbidden, "not_by_key"), (refused.Status, refused.Text("code")));
            Assert.Contains("/account/keys", refused.Text("detail"), StringComparison.Ordinal);
        }

        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.api_keys WHERE owner_id = $1 AND revoked_at IS NULL", await portal.IdOf("cleo")));
    }

    [Fact]
    public async Task Session_does_not_count_where_only_a_key_does()
    {
        var ada = await SignedInAs("ada");
        var refused = await ada.GetJsonAsync("/api/keys/current");
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), (refused.Status, refused.Text("code")));
        Assert.Equal("Bearer", refused.Message.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Keys_are_each_persons_own()
    {
        var (dora, emil) = (await portal.KeyOf("dora"), await portal.KeyOf("emil"));
        var mine = (await dora.GetJsonAsync("/api/keys/current")).Text("id");
        Assert.DoesNotContain((await emil.GetJsonAsync("/api/keys"))["keys"].EnumerateArray(), k => k.GetProperty("id").GetString() == mine);
        var browser = await SignedInAs("emil");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.CallAsync(HttpMethod.Delete, $"/api/keys/{mine}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await dora.GetJsonAsync("/api/keys/current")).Status);
    }

    /// <summary>A browser whose script sends its page's form token along.</summary>
    private async Task<HttpClient> SignedInAs(string name)
    {
        var browser = await portal.SignedInAs(name);
        var token = (await browser.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");
        browser.DefaultRequestHeaders.Add("RequestVerificationToken", token);
        return browser;
    }

    private HttpClient With(string key)
    {
        var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }
}
