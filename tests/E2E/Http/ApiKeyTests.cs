using System.Net;
using System.Security.Cryptography;
using System.Text;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class ApiKeyTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Key_is_stored_hashed_and_shown_once()
    {
        var client = await portal.SignedInAs("ada");
        var key = await client.MakeKeyAsync("shown once");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.api_keys WHERE hash = $1", hash));
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.api_keys WHERE prefix = $1 OR name = $1", key));
        Assert.DoesNotContain(key, await client.GetStringAsync("/account/keys"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_key_is_refused()
    {
        var client = await portal.SignedInAs("bea");
        var key = await client.MakeKeyAsync("old one");
        Assert.True(await WorksAsync(key));
        using var answer = await client.PressAsync("/account/keys", "Revoke old one");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.False(await WorksAsync(key));
    }

    [Fact]
    public async Task Last_use_is_noted()
    {
        var key = await (await portal.SignedInAs("cem")).MakeKeyAsync();
        Assert.True(await WorksAsync(key));
        await Until.TrueAsync(() => portal.Database.ReadAsync<bool>(
            "SELECT coalesce(last_used_at, '-infinity') > now() - interval '1 minute' FROM app.api_keys WHERE hash = $1", HashOf(key)));
    }

    [Fact]
    public async Task Last_use_is_noted_at_most_once_a_minute()
    {
        var key = await (await portal.SignedInAs("ceyda")).MakeKeyAsync();
        Task<DateTime> LastUse() => portal.Database.ReadAsync<DateTime>("SELECT coalesce(last_used_at, '-infinity') FROM app.api_keys WHERE hash = $1", HashOf(key));
        await portal.Database.RunAsync("UPDATE app.api_keys SET last_used_at = now() - interval '50 seconds' WHERE hash = $1", HashOf(key));
        var before = await LastUse();
        Assert.True(await WorksAsync(key));
        await portal.Database.RunAsync("UPDATE app.api_keys SET last_used_at = last_used_at - interval '20 seconds' WHERE hash = $1", HashOf(key));
        Assert.Equal(before.AddSeconds(-20), await LastUse());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => WorksAsync(key)));
        await Until.TrueAsync(async () => await LastUse() > before);
    }

    [Fact]
    public async Task Expired_key_is_refused()
    {
        var key = await (await portal.SignedInAs("eda")).MakeKeyAsync();
        Assert.True(await WorksAsync(key));
        await portal.Database.RunAsync("UPDATE app.api_keys SET expires_at = now() - interval '1 second' WHERE hash = $1", HashOf(key));
        Assert.False(await WorksAsync(key));
        Assert.Contains("expired", (await (await portal.SignedInAs("eda")).PageAsync("/account/keys")).QuerySelector("table")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_a_suspended_person_is_refused()
    {
        var key = await (await portal.SignedInAs("fritz")).MakeKeyAsync();
        await portal.Database.RunAsync("UPDATE app.users SET suspended_at = now() WHERE id = $1", await portal.IdOf("fritz"));
        Assert.False(await WorksAsync(key));
        await portal.Database.RunAsync("UPDATE app.users SET suspended_at = NULL WHERE id = $1", await portal.IdOf("fritz"));
        Assert.True(await WorksAsync(key));
    }

    [Fact]
    public async Task Key_names_its_owner_and_is_nobody_elses()
    {
        var key = await (await portal.SignedInAs("gina")).MakeKeyAsync();
        var (gina, hans) = (await portal.IdOf("gina"), await IdOfNew("hans"));
        Assert.StartsWith($"cm_{gina:N}_", key, StringComparison.Ordinal);
        Assert.False(await WorksAsync(key.Replace($"{gina:N}", $"{hans:N}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Key_from_before_keys_named_their_owner_still_works()
    {
        var id = await IdOfNew("ilse");
        const string Key = "cm_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";
        await portal.Database.RunAsync(
            "INSERT INTO app.api_keys (owner_id, id, name, prefix, hash, scopes) VALUES ($1, gen_random_uuid(), 'old', 'cm_AbCdEfG', $2, '{read}')", id, HashOf(Key));
        Assert.True(await WorksAsync(Key));
        Assert.Contains("cm_AbCdEfG…", (await (await portal.SignedInAs("ilse")).PageAsync("/account/keys")).QuerySelector("table")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("90", 90)]
    [InlineData("365", 365)]
    [InlineData("never", null)]
    public async Task Person_chooses_what_a_key_may_do_and_when_it_expires(string expiry, int? days)
    {
        var jan = await portal.SignedInAs("jan");
        using var answer = await jan.SubmitAsync("/account/keys", [("Name", $"for {expiry}"), ("Expiry", expiry), ("Scopes", "Read"), ("Scopes", "Memory")], "form#new-key");
        Assert.Equal("cm_", (await answer.ReadPageAsync()).QuerySelector("input#key")!.GetAttribute("value")![..3]);
        Assert.True(await portal.Database.ReadAsync<bool>(
            """
            SELECT scopes = '{read,memory}' AND CASE WHEN $2 < 0 THEN expires_at IS NULL ELSE expires_at BETWEEN now() + $2 * interval '1 day' - interval '1 minute' AND now() + $2 * interval '1 day' END
            FROM app.api_keys WHERE name = $1
            """, $"for {expiry}", days ?? -1));
    }

    [Fact]
    public async Task Key_may_expire_after_a_day_that_is_chosen()
    {
        var jan = await portal.SignedInAs("jan");
        var today = DateTime.UtcNow.Date;
        using var late = await jan.SubmitAsync("/account/keys", [("Name", "too late"), ("Expiry", "date"), ("LastDay", $"{today.AddDays(-1):yyyy-MM-dd}")], "form#new-key");
        Assert.Contains("not over yet", (await late.ReadPageAsync()).QuerySelector("form#new-key")!.TextContent, StringComparison.Ordinal);
        using var made = await jan.SubmitAsync("/account/keys", [("Name", "in time"), ("Expiry", "date"), ("LastDay", $"{today.AddDays(1):yyyy-MM-dd}")], "form#new-key");
        Assert.NotNull((await made.ReadPageAsync()).QuerySelector("input#key"));
        Assert.Equal(today.AddDays(2), (await portal.Database.ReadAsync<DateTime>("SELECT expires_at FROM app.api_keys WHERE name = 'in time'")).ToUniversalTime());
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.api_keys WHERE name = 'too late'"));
    }

    [Fact]
    public async Task Key_that_may_do_nothing_is_not_made()
    {
        var kai = await portal.SignedInAs("kai");
        var form = (await kai.PageAsync("/account/keys")).QuerySelector("form#new-key")!;
        Assert.Empty(form.QuerySelectorAll("input[value=Admin]"));
        Assert.NotEmpty((await (await portal.SignedInAsOwner()).PageAsync("/account/keys")).QuerySelectorAll("form#new-key input[value=Admin]"));
        using var refused = await kai.SubmitAsync("/account/keys", [("Name", "idle"), ("Scopes", "")], "form#new-key");
        Assert.NotEqual("", (await refused.ReadPageAsync()).QuerySelector("form#new-key fieldset .field-error")!.TextContent);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.api_keys WHERE name = 'idle'"));
    }

    [Theory]
    [InlineData("Bearer cm_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer ")]
    [InlineData("Basic YTpi")]
    public async Task Wrong_credential_gets_problem_details(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/agents");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await portal.Client().SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Key_opens_no_pages()
    {
        using var client = await portal.KeyOf("dov");
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/account")).StatusCode);
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private async Task<Guid> IdOfNew(string name)
    {
        await portal.SignedInAs(name);
        return await portal.IdOf(name);
    }

    private async Task<bool> WorksAsync(string key)
    {
        using var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await client.GetAsync("/api/agents");
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
