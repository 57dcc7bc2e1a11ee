using System.Net;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Web.Accounts;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>Each key reaches what its scopes cover, at every route that is mapped, and nothing else.</summary>
public sealed class ScopeTests(Portal portal) : IClassFixture<Portal>
{
    private const string Scopes = "read write chat memory admin";

    /// <summary>What was agreed. A route that is added or declares something else is noticed here, and its scope thought about.</summary>
    private static readonly Dictionary<string, string> Agreed = new()
    {
        ["GET /api/agents"] = "read",
        ["POST /api/agent/chat"] = "chat",
        ["GET /api/conversations"] = "read",
        ["GET /api/conversations/{id}"] = "read",
        ["PATCH /api/conversations/{id}"] = "write",
        ["DELETE /api/conversations/{id}"] = "write",
        ["POST /api/conversations/{id}/restore"] = "write",
        ["POST /api/conversations/{id}/archive"] = "write",
        ["POST /api/conversations/{id}/extend"] = "write",
        ["GET /api/conversations/{id}/messages"] = "read",
        ["POST /api/conversations/{id}/summarize"] = "memory",
        ["GET /api/conversations/{id}/export"] = "read",
        ["GET /api/conversations/{id}/retention"] = "read",
        ["GET /api/conversations/{id}/shares"] = "read",
        ["POST /api/conversations/{id}/shares"] = "write",
        ["DELETE /api/conversations/{id}/shares/{share}"] = "write",
        ["GET /api/conversations/{id}/members"] = "read",
        ["POST /api/conversations/{id}/members"] = "write",
        ["DELETE /api/conversations/{id}/members/{person}"] = "write",
        ["GET /api/shares"] = "read",
        ["POST /api/exports"] = "read",
        ["GET /api/exports"] = "read",
        ["GET /api/exports/{id}"] = "read",
        ["GET /api/exports/{id}/file"] = "read",
        ["DELETE /api/exports/{id}"] = "write",
        ["POST /api/imports"] = "write",
        ["GET /api/imports"] = "read",
        ["GET /api/imports/{id}"] = "read",
        ["POST /api/imports/{id}/run"] = "write",
        ["DELETE /api/imports/{id}"] = "write",
        ["GET /api/templates"] = "read",
        ["POST /api/templates"] = "write",
        ["POST /api/templates/{template}/start"] = "chat",
        ["GET /api/search"] = "read",
        ["GET /api/keys"] = "read",
        ["GET /api/keys/current"] = Scopes,
        ["POST /api/keys"] = "",
        ["DELETE /api/keys/{id}"] = "",
        ["GET /api/admin/stats"] = "admin",
        ["GET /api/admin/storage-stats"] = "admin",
        ["GET /api/admin/conversations/{id}/retention"] = "admin",
        ["POST /api/admin/cleanup"] = "admin",
    };

    [Fact]
    public void Every_route_takes_the_keys_that_were_agreed()
    {
        var declared = Routes().ToDictionary(route => route.Name, route => string.Join(' ', KeyScopes.All
            .Where(scope => route.Access.Admits([scope])).Select(KeyScopes.Name)));
        Assert.Equal(Lines(Agreed), Lines(declared));
    }

    [Theory]
    [InlineData(KeyScope.Read)]
    [InlineData(KeyScope.Write)]
    [InlineData(KeyScope.Chat)]
    [InlineData(KeyScope.Memory)]
    [InlineData(KeyScope.Admin)]
    public async Task Key_reaches_what_its_scope_covers_and_nothing_else(KeyScope scope)
    {
        // An owner of the organisation: their role admits them everywhere, so the scope alone decides.
        using var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await (await portal.SignedInAsOwner()).MakeKeyAsync($"{scope}", $"{scope}"));
        foreach (var (name, method, address, _) in Routes())
        {
            var answer = await client.CallAsync(method, address, method == HttpMethod.Get ? null : new { });
            var covered = Agreed[name].Split(' ').Contains(KeyScopes.Name(scope));
            if (covered)
                Assert.False(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or >= HttpStatusCode.InternalServerError, $"{name} answered {answer.Status}");
            else
                AssertRefused(name, answer);
        }
    }

    [Fact]
    public async Task Key_of_two_scopes_reaches_both()
    {
        using var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await (await portal.SignedInAs("ada")).MakeKeyAsync("both", "Read", "Chat"));
        Assert.Equal(HttpStatusCode.OK, (await client.ChatAsync("Hello")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync("/api/conversations")).Status);
        var refused = await client.CallAsync(HttpMethod.Delete, $"/api/conversations/{MappedRoutes.NoId}");
        Assert.Equal((HttpStatusCode.Forbidden, "missing_scope"), (refused.Status, refused.Text("code")));
    }

    [Fact]
    public async Task Scope_of_admins_makes_nobody_an_admin()
    {
        using var client = await portal.KeyOf("ben");
        var refused = await client.GetJsonAsync("/api/admin/stats");
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (refused.Status, refused.Text("code")));
    }

    private static void AssertRefused(string route, ApiAnswer answer)
    {
        var code = Agreed[route].Length == 0 ? "not_by_key" : "missing_scope";
        Assert.True((answer.Status, answer.Text("code")) == (HttpStatusCode.Forbidden, code), $"{route} answered {answer.Status} {answer.Json}");
        if (code == "missing_scope") Assert.Contains($"\"{Agreed[route]}\"", answer.Text("detail"), StringComparison.Ordinal);
    }

    private IEnumerable<(string Name, HttpMethod Method, string Address, KeyAccess Access)> Routes() => portal.Endpoints().Where(endpoint => endpoint.IsApi())
        .SelectMany(endpoint => endpoint.Methods().Select(method => ($"{method} {endpoint.Route()}", method, endpoint.Address(), endpoint.Metadata.GetMetadata<KeyAccess>()!)));

    private static string Lines(Dictionary<string, string> routes) => string.Join('\n', routes.Select(route => $"{route.Key}: {route.Value}").Order());
}
