using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class ConversationsTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Pages_of_the_list_hold_each_conversation_once_and_the_newest_first()
    {
        var ada = await portal.KeyOf("ada-lists");
        var made = new List<string?>();
        for (var i = 1; i <= 5; i++) made.Add((await ada.ChatAsync($"Number {i}")).Text("conversation_id"));

        var listed = new List<string?>();
        var path = "/api/conversations?limit=2";
        for (var more = true; more;)
        {
            var page = await ada.GetJsonAsync(path);
            listed.AddRange(page["conversations"].EnumerateArray().Select(c => c.GetProperty("id").GetString()));
            more = page["has_more"].GetBoolean();
            Assert.Equal(more, page.Text("next_cursor") is not null);
            path = $"/api/conversations?limit=2&cursor={page.Text("next_cursor")}";
        }

        made.Reverse();
        Assert.Equal(made, listed);
    }

    [Fact]
    public async Task Writing_in_a_conversation_brings_it_to_the_top()
    {
        var ada = await portal.KeyOf("ada-rises");
        var older = await ada.ChatAsync("Older");
        await ada.ChatAsync("Newer");
        await ada.ChatAsync("Again", older.Text("conversation_id"));
        var list = await ada.GetJsonAsync("/api/conversations");
        var top = list["conversations"][0];
        Assert.Equal(older.Text("conversation_id"), top.GetProperty("id").GetString());
        Assert.Equal(("Older", 4), (top.GetProperty("title").GetString(), top.GetProperty("message_count").GetInt32()));
    }

    [Fact]
    public async Task List_is_filtered_by_agent()
    {
        var ada = await portal.KeyOf("ada-agents");
        var agents = await ada.GetJsonAsync("/api/agents");
        var agent = Assert.Single(agents["agents"].EnumerateArray());
        Assert.True(agent.GetProperty("is_default").GetBoolean());
        Assert.False(agent.TryGetProperty("system_prompt", out _));
        var id = agent.GetProperty("id").GetString();
        var sent = await ada.CallAsync(HttpMethod.Post, "/api/agent/chat", new { message = "Hello", agent_id = id });
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Single((await ada.GetJsonAsync($"/api/conversations?agent_id={id}"))["conversations"].EnumerateArray());
        Assert.Empty((await ada.GetJsonAsync($"/api/conversations?agent_id={Guid.NewGuid()}"))["conversations"].EnumerateArray());
    }

    [Fact]
    public async Task Conversation_is_renamed_and_deleted()
    {
        var ada = await portal.KeyOf("ada-edits");
        var path = $"/api/conversations/{(await ada.ChatAsync("Hello")).Text("conversation_id")}";
        var renamed = await ada.CallAsync(HttpMethod.Patch, path, new { title = "  Köln → 東京 \U0001F600 " });
        Assert.Equal((HttpStatusCode.OK, "Köln → 東京 \U0001F600"), (renamed.Status, renamed.Text("title")));
        Assert.Equal("Köln → 東京 \U0001F600", (await ada.GetJsonAsync(path)).Text("title"));

        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetJsonAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"{path}?permanent=true")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.CallAsync(HttpMethod.Post, $"{path}/restore")).Status);
        Assert.Equal(0, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.messages WHERE owner_id = $1", await portal.IdOf("ada-edits")));
    }

    [Fact]
    public async Task Messages_come_by_pages_from_the_newest_back()
    {
        var ada = await portal.KeyOf("ada-reads");
        var sent = await ada.ChatAsync("One");
        await ada.ChatAsync("Two", sent.Text("conversation_id"));
        await ada.ChatAsync("Three", sent.Text("conversation_id"));
        var path = $"/api/conversations/{sent.Text("conversation_id")}/messages";

        var newest = await ada.GetJsonAsync($"{path}?limit=4");
        Assert.Equal([3, 4, 5, 6], Seqs(newest));
        Assert.True(newest["has_more"].GetBoolean());
        var older = await ada.GetJsonAsync($"{path}?limit=4&before=3");
        Assert.Equal([1, 2], Seqs(older));
        Assert.False(older["has_more"].GetBoolean());

        var reply = older["messages"][1];
        Assert.Equal(
            ["seq", "role", "status", "content", "tool_calls", "token_count", "created_at", "model", "error", "reply_to", "context", "author"],
            reply.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("assistant", 1), (reply.GetProperty("role").GetString(), reply.GetProperty("reply_to").GetInt32()));
        Assert.Equal(1, reply.GetProperty("context").GetProperty("sent")[0].GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task Summary_is_made_when_asked_for_and_told_again_until_there_is_more()
    {
        var ada = await portal.KeyOf("ada-sums");
        var sent = await ada.ChatAsync("My sister Zoë lives in Lyon and has two cats.");
        await ada.ChatAsync("She moves to Porto in May.", sent.Text("conversation_id"));
        var path = $"/api/conversations/{sent.Text("conversation_id")}/summarize";
        var summary = (await ada.CallAsync(HttpMethod.Post, path))["summary"];
        Assert.Equal(
            ["version", "from_seq", "through_seq", "content", "token_count", "source", "created_at"],
            summary.EnumerateObject().Select(p => p.Name));
        Assert.Equal((1, 1, "extractive"), (Number(summary, "version"), Number(summary, "from_seq"), summary.GetProperty("source").GetString()));
        Assert.Contains("Lyon", summary.GetProperty("content").GetString(), StringComparison.Ordinal);

        await portal.Database.RunAsync("DELETE FROM app.messages WHERE owner_id = $1", await portal.IdOf("ada-sums"));
        var again = await ada.CallAsync(HttpMethod.Post, path);
        Assert.Equal((HttpStatusCode.OK, 1), (again.Status, Number(again["summary"], "version")));

        await portal.Database.RunAsync("DELETE FROM app.summaries WHERE owner_id = $1", await portal.IdOf("ada-sums"));
        var nothing = await ada.CallAsync(HttpMethod.Post, path);
        Assert.Equal((HttpStatusCode.Conflict, "nothing_to_summarize"), (nothing.Status, nothing.Text("code")));
    }

    [Fact]
    public async Task Head_tells_what_get_would()
    {
        var ada = await portal.KeyOf("ada-heads");
        var head = await ada.CallAsync(HttpMethod.Head, "/api/conversations");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (head.Status, head.ContentType));
        var options = await ada.CallAsync(HttpMethod.Options, "/api/conversations");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, options.Status);
        Assert.Equal(["GET", "HEAD"], options.Message.Content.Headers.Allow.Order());
    }

    private static IEnumerable<int> Seqs(ApiAnswer page) => page["messages"].EnumerateArray().Select(m => m.GetProperty("seq").GetInt32());

    private static int Number(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
