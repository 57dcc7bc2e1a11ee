using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>What a browser has of a conversation is good until anything that its page shows has changed, and no longer.</summary>
public sealed class ChatVersionTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    private readonly PortalWithModel portal = portal;

    // Each with how it comes about. What a page comes to show as well belongs here too.
    private static readonly Dictionary<string, Func<ChatVersionTests, Talk, Task>> Changes = new()
    {
        ["a message"] = (_, talk) => talk.Key.ChatAsync("More", talk.Id),
        ["a reply that begins"] = (tests, talk) => tests.BeginReplyAsync(talk),
        ["an edited question"] = (_, talk) => talk.Browser.SubmitAsync($"/chat/{talk.Id}/messages/1/edit", [("text", "Another question")]),
        ["another answer"] = (_, talk) => talk.Browser.SubmitAsync($"/chat/{talk.Id}", [], "form[action$='/regenerate']"),
        ["a pinned message"] = (_, talk) => talk.Browser.SubmitAsync($"/chat/{talk.Id}", [], "#m-1 form[action$='/pin']"),
        ["a deleted message"] = (tests, talk) => tests.RunAsync("DELETE FROM app.messages WHERE conversation_id = $1 AND seq = 2", talk),
        ["a title"] = (_, talk) => talk.Key.CallAsync(HttpMethod.Patch, $"/api/conversations/{talk.Id}", new { title = "Renamed" }),
        ["a pinned conversation"] = (tests, talk) => tests.RunAsync("UPDATE app.conversations SET pinned_at = now() WHERE id = $1", talk),
        ["a longer life"] = (_, talk) => talk.Key.CallAsync(HttpMethod.Post, $"/api/conversations/{talk.Id}/extend"),
        ["notice of its end"] = (tests, talk) => tests.RunAsync("UPDATE app.conversations SET noticed_at = now(), expires_at = now() + interval '1 day' WHERE id = $1", talk),
        ["a summary"] = (tests, talk) => tests.SummarizeAsync(talk, version: 1),
        ["a member"] = (tests, talk) => tests.InviteAsync(talk, "reader"),
        ["its own policy"] = (tests, talk) => tests.RunAsync("""
            INSERT INTO app.conversation_policies (owner_id, conversation_id, window_messages, updated_by) SELECT owner_id, id, 7, owner_id FROM app.conversations WHERE id = $1
            """, talk),
        ["everybody's policy"] = (tests, _) => tests.RunAsync("UPDATE app.retention_policies SET window_messages = window_messages + 1 WHERE scope = 'system'"),
        ["the agent's name"] = (tests, _) => tests.RunAsync("UPDATE app.agents SET name = name || '!'"),
    };

    public static TheoryData<string> Kinds() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Version_changes_with(string kind)
    {
        var talk = await TalkAsync($"v{Changes.Keys.ToList().IndexOf(kind)}");
        var known = await KnownAsync(talk.Browser, talk);
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), await AskAsync(talk.Browser, talk, known));
        await Changes[kind](this, talk);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await AskAsync(talk.Browser, talk, known));
    }

    [Theory]
    [InlineData("its end", "reply")]
    [InlineData("another summary", "summary")]
    [InlineData("another role", "role")]
    [InlineData("a member less", "removal")]
    public async Task Version_changes_again_with(string what, string kind)
    {
        Assert.NotEmpty(what);
        var talk = await TalkAsync($"again-{kind}");
        if (kind == "reply") await BeginReplyAsync(talk);
        else if (kind == "summary") await SummarizeAsync(talk, version: 1);
        else await InviteAsync(talk, "reader");
        var known = await KnownAsync(talk.Browser, talk);
        await (kind switch
        {
            "reply" => (Task)RunAsync("DELETE FROM app.replies WHERE conversation_id = $1", talk),
            "summary" => SummarizeAsync(talk, version: 2),
            "role" => (Task)InviteAsync(talk, "writer"),
            _ => RunAsync("DELETE FROM app.conversation_members WHERE conversation_id = $1", talk),
        });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await AskAsync(talk.Browser, talk, known));
    }

    [Fact]
    public async Task Nothing_that_others_do_elsewhere_changes_it()
    {
        var talk = await TalkAsync("calm");
        var known = await KnownAsync(talk.Browser, talk);
        await TalkAsync("busy");
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), await AskAsync(talk.Browser, talk, known));
    }

    [Fact]
    public async Task Known_version_opens_nothing_to_who_may_not_read()
    {
        var talk = await TalkAsync("private");
        var member = await InviteAsync(talk, "reader");
        var known = await KnownAsync(member, talk);
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(member, talk, known)).Log);
        var stranger = await portal.SignedInAs("stranger-to-versions");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), await AskAsync(stranger, talk, known));
        await RunAsync("DELETE FROM app.conversation_members WHERE conversation_id = $1", talk);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), await AskAsync(member, talk, known));
        await talk.Key.CallAsync(HttpMethod.Post, $"/api/conversations/{talk.Id}/archive");
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(talk.Browser, talk, known)).Log);
    }

    [Fact]
    public async Task Suspended_person_is_not_told_that_nothing_has_changed()
    {
        var talk = await TalkAsync("suspended-reader");
        var known = await KnownAsync(talk.Browser, talk);
        await portal.Database.RunAsync("UPDATE app.users SET suspended_at = now() WHERE id = $1", await portal.IdOf("suspended-reader"));
        var (log, page) = await AskAsync(talk.Browser, talk, known);
        Assert.DoesNotContain(HttpStatusCode.NotModified, new[] { log, page });
        Assert.DoesNotContain(HttpStatusCode.OK, new[] { log, page });
    }

    [Fact]
    public async Task Member_is_not_taken_for_the_owner()
    {
        var talk = await TalkAsync("owner-of-version");
        var member = await InviteAsync(talk, "reader");
        Assert.NotEqual((await KnownAsync(talk.Browser, talk)).Log, (await KnownAsync(member, talk)).Log);
    }

    [Fact]
    public async Task Figures_after_a_send_are_those_of_the_page_that_is_opened_anew()
    {
        var talk = await TalkAsync("counts");
        await SummarizeAsync(talk, version: 1);
        using var sent = await SendAsync(talk, "And one more");
        var fragment = await sent.Content.ReadAsStringAsync();
        await Until.TrueAsync(async () => (await talk.Key.MessagesOf(talk.Id)).Count == 4);
        using var end = await talk.Browser.GetAsync($"/chat/{talk.Id}/replies/3/stream");
        var told = await end.Content.ReadAsStringAsync();
        var page = await talk.Browser.PageAsync($"/chat/{talk.Id}");
        Assert.Equal(["m-3"], Articles(fragment));
        Assert.Contains(page.QuerySelector("#token-meter meter")!.TextContent, told, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelector("#message-count")!.TextContent, told, StringComparison.Ordinal);
        Assert.Contains("id=\"m-4\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"m-1\"", told, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Articles(string html) =>
        html.Split("<article class=\"message\" id=\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]);

    private static async Task<HttpResponseMessage> SendAsync(Talk talk, string text)
    {
        talk.Browser.DefaultRequestHeaders.Add("HX-Request", "true");
        try
        {
            return await talk.Browser.SubmitAsync($"/chat/{talk.Id}", [("message", text)], "#composer");
        }
        finally
        {
            talk.Browser.DefaultRequestHeaders.Remove("HX-Request");
        }
    }

    private static async Task<(string Log, string Page)> KnownAsync(HttpClient reader, Talk talk) =>
        (await KnownAsync(reader, $"/chat/{talk.Id}/log"), await KnownAsync(reader, $"/chat/{talk.Id}"));

    private static async Task<string> KnownAsync(HttpClient reader, string path)
    {
        using var answer = await reader.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.ETag!.ToString();
    }

    private static async Task<(HttpStatusCode Log, HttpStatusCode Page)> AskAsync(HttpClient reader, Talk talk, (string Log, string Page) known) =>
        (await AskAsync(reader, $"/chat/{talk.Id}/log", known.Log), await AskAsync(reader, $"/chat/{talk.Id}", known.Page));

    private static async Task<HttpStatusCode> AskAsync(HttpClient reader, string path, string known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var answer = await reader.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<Talk> TalkAsync(string name)
    {
        var (browser, key) = (await portal.SignedInAs(name), await portal.KeyOf(name));
        var id = (await key.ChatAsync("A question")).Text("conversation_id")!;
        // The model names the conversation when it likes; this one has its name.
        await key.CallAsync(HttpMethod.Patch, $"/api/conversations/{id}", new { title = "Ours" });
        return new Talk(browser, key, id);
    }

    private async Task<HttpClient> InviteAsync(Talk talk, string role)
    {
        var name = $"member-{talk.Id[..8]}{talk.Id[^6..]}";
        var member = await portal.SignedInAs(name);
        await talk.Key.CallAsync(HttpMethod.Post, $"/api/conversations/{talk.Id}/members", new { email = Portal.EmailOf(name), role });
        return member;
    }

    private Task<int> BeginReplyAsync(Talk talk) => RunAsync("""
        INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, stop_requested, started_at, heartbeat_at)
            SELECT owner_id, id, 1, gen_random_uuid(), '', false, now(), now() + interval '1 hour' FROM app.conversations WHERE id = $1
        """, talk);

    private Task<int> SummarizeAsync(Talk talk, int version) => RunAsync($"""
        INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at)
            SELECT owner_id, id, {version}, 1, 1, 'In short', 3, 'edited', now() FROM app.conversations WHERE id = $1
        """, talk);

    private Task<int> RunAsync(string sql) => portal.Database.RunAsync(sql);

    private Task<int> RunAsync(string sql, Talk talk) => portal.Database.RunAsync(sql, Guid.Parse(talk.Id));

    private sealed record Talk(HttpClient Browser, HttpClient Key, string Id);
}
