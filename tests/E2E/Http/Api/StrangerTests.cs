using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>Two people and a key of a third: none reaches another's conversation by any call.</summary>
public sealed class StrangerTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly string[] People = ["ada", "ben", "cleo"];

    [Fact]
    public async Task Nobody_reaches_a_conversation_of_another()
    {
        var owned = new Dictionary<string, string>();
        foreach (var name in People) owned[name] = (await (await portal.KeyOf(name)).ChatAsync($"Secret of {name}")).Text("conversation_id")!;
        var before = await StateAsync();

        foreach (var name in People)
        {
            var client = await portal.KeyOf(name);
            foreach (var (_, id) in owned.Where(o => o.Key != name))
                foreach (var answer in await EveryCallAsync(client, id))
                {
                    Assert.Equal(HttpStatusCode.NotFound, answer.Status);
                    Assert.DoesNotContain("Secret", answer.Json.GetRawText(), StringComparison.Ordinal);
                }

            var list = await client.GetJsonAsync("/api/conversations");
            Assert.Equal([owned[name]], list["conversations"].EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
        }

        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Stranger_and_a_missing_conversation_look_the_same()
    {
        var ada = await (await portal.KeyOf("ada")).ChatAsync("Hello");
        var ben = await portal.KeyOf("ben");
        var foreign = await ben.GetJsonAsync($"/api/conversations/{ada.Text("conversation_id")}");
        var missing = await ben.GetJsonAsync($"/api/conversations/{Guid.CreateVersion7()}");
        Assert.Equal((missing.Status, missing.Text("code"), missing.Text("detail")), (foreign.Status, foreign.Text("code"), foreign.Text("detail")));
    }

    [Theory]
    [InlineData("user_id")]
    [InlineData("userId")]
    [InlineData("owner_id")]
    [InlineData("ownerId")]
    [InlineData("UserId")]
    public async Task Body_that_names_another_person_is_refused(string name)
    {
        await portal.SignedInAs("ada");
        var ben = await portal.KeyOf("ben");
        foreach (var other in new object[] { await portal.IdOf("ada"), "somebody", 7 })
        {
            var refused = await ben.CallAsync(HttpMethod.Post, "/api/agent/chat", new Dictionary<string, object> { ["message"] = "As another", [name] = other });
            Assert.Equal((HttpStatusCode.Forbidden, "another_person"), (refused.Status, refused.Text("code")));
        }

        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE content = 'As another'"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer cm_wrong")]
    [InlineData("Basic YTpi")]
    public async Task Without_a_key_that_works_there_is_nothing(string? authorization)
    {
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/api/agent/chat"), (HttpMethod.Get, "/api/conversations"), (HttpMethod.Get, "/api/agents"), (HttpMethod.Post, "/api/keys"),
            (HttpMethod.Delete, $"/api/conversations/{Guid.NewGuid()}"),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.Accept.ParseAdd("text/event-stream");
            using var answer = await portal.Client().SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            Assert.Contains("\"unauthenticated\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<ApiAnswer>> EveryCallAsync(HttpClient client, string id) =>
    [
        await client.GetJsonAsync($"/api/conversations/{id}"),
        await client.GetJsonAsync($"/api/conversations/{id}/messages"),
        await client.GetJsonAsync($"/api/conversations/{id}/export?format=json"),
        await client.CallAsync(HttpMethod.Patch, $"/api/conversations/{id}", new { title = "Mine now" }),
        await client.CallAsync(HttpMethod.Post, $"/api/conversations/{id}/summarize"),
        await client.ChatAsync("Let me in", id),
        await client.CallAsync(HttpMethod.Post, "/api/agent/chat", new { message = "Let me in", conversation_id = id }, ("Accept", "text/event-stream")),
        await client.CallAsync(HttpMethod.Delete, $"/api/conversations/{id}"),
    ];

    private Task<string> StateAsync() => portal.Database.ReadAsync<string>(
        """
        SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (
            SELECT c::text AS row FROM app.conversations c UNION ALL SELECT m::text FROM app.messages m UNION ALL SELECT s::text FROM app.summaries s
        ) AS rows
        """);
}
