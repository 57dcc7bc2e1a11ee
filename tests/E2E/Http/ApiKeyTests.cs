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
        Assert.True(await portal.Database.ReadAsync<bool>(
            "SELECT last_used_at > now() - interval '1 minute' FROM app.api_keys WHERE hash = $1", SHA256.HashData(Encoding.UTF8.GetBytes(key))));
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

    private async Task<bool> WorksAsync(string key)
    {
        using var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await client.GetAsync("/api/agents");
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
