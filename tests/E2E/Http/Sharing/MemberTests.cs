using System.Net;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Sharing;

/// <summary>People in a conversation that is somebody else's: what readers and writers see and may, and what stays the owner's.</summary>
public sealed class MemberTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Reader_follows_a_conversation_and_cannot_write_in_it()
    {
        var (ada, ben, talk) = await InvitedAsync("ada", "ben", "reader");
        Assert.Equal([talk], await SharedAsync(ben));
        Assert.Equal(0, (await ben.GetJsonAsync("/api/conversations"))["conversations"].GetArrayLength());
        Assert.Equal(["Hello", "You said: Hello"], await ContentsAsync(ben, talk));
        var refused = await ben.ChatAsync("Me too", talk);
        Assert.Equal((HttpStatusCode.Forbidden, "not_allowed"), (refused.Status, refused.Text("code")));

        var browser = await portal.SignedInAs("ben");
        var page = await browser.PageAsync($"/chat/{talk}");
        Assert.Null(page.QuerySelector("textarea"));
        Assert.Contains("You read along here", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ada", page.QuerySelector("article[data-role=user] h2")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("article form, a[href*='/export'], #lifetime, #summarize form"));
        Assert.Equal(talk, page.QuerySelector("#conversation-list a[aria-current=page]")!.GetAttribute("href")!.Split('/')[^1]);
        Assert.Contains(talk, (await browser.PageAsync("/conversations?state=shared")).QuerySelector(".manage")!.InnerHtml, StringComparison.Ordinal);

        // Nor by the forms that are not on their page.
        var token = (await browser.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var path in (string[])[$"/chat/{talk}", $"/chat/{talk}/replies/1/stop", $"/chat/{talk}/replies/1/regenerate", $"/chat/{talk}/replies/1/retry"])
        {
            using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("message", "Me too")]);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(path, body)).StatusCode);
        }

        Assert.Equal(["Hello", "You said: Hello"], await ContentsAsync(ada, talk));
    }

    [Fact]
    public async Task New_role_counts_at_once()
    {
        var (ada, ben, talk) = await InvitedAsync("rolf", "rudi", "writer");
        Assert.Equal(HttpStatusCode.OK, (await ben.ChatAsync("As a writer", talk)).Status);
        using var changed = await (await portal.SignedInAs("rolf")).SubmitAsync(
            $"/conversations/{talk}/members", [("role", "Reader")], $"form[action$='{await portal.IdOf("rudi")}']");
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.ChatAsync("As a reader", talk)).Status);
        Assert.Null((await (await portal.SignedInAs("rudi")).PageAsync($"/chat/{talk}")).QuerySelector("textarea"));
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = "rudi@example.org", role = "writer" });
        Assert.Equal(HttpStatusCode.OK, (await ben.ChatAsync("As a writer again", talk)).Status);
        Assert.DoesNotContain("As a reader", await ContentsAsync(ada, talk));
    }

    [Fact]
    public async Task Writer_speaks_under_their_own_name_and_the_agent_knows_who()
    {
        var (ada, cleo, talk) = await InvitedAsync("ana", "cleo", "writer");
        portal.When("cleo: And I like cake", ModelScript.Answers("Cake for Cleo."));
        var answer = await cleo.ChatAsync("And I like cake", talk, key: "one");
        Assert.Equal("Cake for Cleo.", answer.Text("message"));
        Assert.Equal("Cake for Cleo.", (await cleo.ChatAsync("And I like cake", talk, key: "one")).Text("message"));
        Assert.Contains(portal.Model.Requests, r => r.Body.GetRawText().Contains("ana: Hello", StringComparison.Ordinal));

        var messages = await ada.MessagesOf(talk);
        Assert.Equal(["ana", null, "cleo", null], messages.Select(m => m.GetProperty("author").GetString()));
        var page = await (await portal.SignedInAs("ana")).PageAsync($"/chat/{talk}");
        Assert.Equal(["You", "cleo"], page.QuerySelectorAll("article[data-role=user] h2").Select(h => h.TextContent));
        Assert.Empty(page.QuerySelectorAll("a[href$='/messages/3/edit']"));

        // Packed and unpacked, in an export, and by link.
        await PackAsync("ana", talk);
        Assert.Equal(["ana", null, "cleo", null], (await cleo.MessagesOf(talk)).Select(m => m.GetProperty("author").GetString()));
        var export = await ada.GetJsonAsync($"/api/conversations/{talk}/export?format=json");
        Assert.Equal("cleo", export["messages"][2].GetProperty("author").GetString());
        Assert.False(export["messages"][0].TryGetProperty("author", out _));
        Assert.Equal(HttpStatusCode.OK, (await cleo.ChatAsync("Once more", talk)).Status);
        Assert.Equal(["ana", null, "cleo", null, "cleo", null], (await ada.MessagesOf(talk)).Select(m => m.GetProperty("author").GetString()));
    }

    [Fact]
    public async Task Summary_is_told_who_said_what_where_several_write()
    {
        var (ada, cleo, talk) = await InvitedAsync("ines", "carl", "writer");
        await cleo.ChatAsync("I like plums", talk);
        await ada.ChatAsync("And I like pears", talk);
        await ada.ChatAsync("What now?", talk);
        await Until.TrueAsync(async () => (await ada.MessagesOf(talk)).Count == 8);
        Assert.Equal(HttpStatusCode.OK, (await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/summarize")).Status);
        var request = portal.Model.Requests.Last(r => r.LastUserText.StartsWith("<summary>", StringComparison.Ordinal) && r.LastUserText.Contains("plums", StringComparison.Ordinal));
        Assert.Contains("ines: Hello", request.LastUserText, StringComparison.Ordinal);
        Assert.Contains("carl: I like plums", request.LastUserText, StringComparison.Ordinal);
        Assert.DoesNotContain("User: ", request.LastUserText, StringComparison.Ordinal);
        Assert.Contains("More than one person writes", request.Messages[0].GetRawText(), StringComparison.Ordinal);

        // The owner alone is nobody to be told from.
        var alone = (await ada.ChatAsync("Hello cherries")).Text("conversation_id")!;
        for (var i = 0; i < 3; i++) await ada.ChatAsync($"More {i}", alone);
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{alone}/summarize");
        var mine = portal.Model.Requests.Last(r => r.LastUserText.StartsWith("<summary>", StringComparison.Ordinal) && r.LastUserText.Contains("cherries", StringComparison.Ordinal));
        Assert.Contains("User: Hello cherries", mine.LastUserText, StringComparison.Ordinal);
        Assert.DoesNotContain("More than one person", mine.Messages[0].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_without_a_model_names_them_too()
    {
        var (ada, cleo, talk) = await InvitedAsync("isa", "cora", "writer");
        await cleo.ChatAsync("My train leaves at 17:45 from platform nine.", talk);
        await ada.ChatAsync("What now?", talk);
        await Until.TrueAsync(async () => (await ada.MessagesOf(talk)).Count == 6);
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = await portal.IdOf("isa");
        var summary = await scope.ServiceProvider.GetRequiredService<Summarizer>().RunAsync(Guid.Parse(talk), asked: true, extractive: true, CancellationToken.None);
        Assert.Contains("- isa: Hello", summary?.Content, StringComparison.Ordinal);
        Assert.Contains("- cora: My train leaves at 17:45 from platform nine.", summary?.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_key_of_owner_and_writer_is_two_messages()
    {
        var (ada, ben, talk) = await InvitedAsync("kay", "kim", "writer");
        await ada.ChatAsync("Mine elsewhere", key: "same");
        Assert.Equal(HttpStatusCode.OK, (await ben.ChatAsync("Ours", talk, key: "same")).Status);
    }

    [Fact]
    public async Task Shared_conversation_has_no_search_in_what_else_its_owner_said()
    {
        var (ada, ben, talk) = await InvitedAsync("sara", "sven", "writer");
        await portal.Database.RunAsync("UPDATE app.agents SET tools = '{search_conversations,calculator}'");
        await ben.ChatAsync("What did she say elsewhere?", talk);
        await ada.ChatAsync("Not shared at all");
        string Tools(string text) => portal.Model.Requests.Last(r => r.LastUserText.EndsWith(text, StringComparison.Ordinal) && r.Body.TryGetProperty("tools", out _)).Body.GetProperty("tools").GetRawText();
        Assert.DoesNotContain("search_conversations", Tools("What did she say elsewhere?"), StringComparison.Ordinal);
        Assert.Contains("calculator", Tools("What did she say elsewhere?"), StringComparison.Ordinal);
        Assert.Contains("search_conversations", Tools("Not shared at all"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reader")]
    [InlineData("writer")]
    public async Task What_is_the_owners_is_refused_kindly_to_members_and_not_there_for_strangers(string role)
    {
        var (_, ben, talk) = await InvitedAsync("otto" + role, "guest" + role, role);
        var stranger = await portal.KeyOf("stranger");
        (HttpMethod Method, string Path, object? Body)[] calls =
        [
            (HttpMethod.Patch, "", new { title = "Mine" }), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/archive", null), (HttpMethod.Post, "/extend", null),
            (HttpMethod.Get, "/export?format=json", null), (HttpMethod.Get, "/retention", null), (HttpMethod.Post, "/summarize", null),
            (HttpMethod.Post, "/members", new { email = "x@example.org" }), (HttpMethod.Post, "/shares", new { }), (HttpMethod.Get, "/shares", null),
        ];
        foreach (var (method, path, body) in calls)
        {
            var refused = await ben.CallAsync(method, $"/api/conversations/{talk}{path}", body);
            Assert.True((refused.Status, refused.Text("code")) == (HttpStatusCode.Forbidden, "owners_only"), $"{method} {path}: {refused.Status}");
            if (path != "/shares" || method != HttpMethod.Get)
                Assert.Equal(HttpStatusCode.NotFound, (await stranger.CallAsync(method, $"/api/conversations/{talk}{path}", body)).Status);
        }

        var browser = await portal.SignedInAs("guest" + role);
        var nobody = await portal.SignedInAs("stranger");
        foreach (var path in (string[])[$"/conversations/{talk}/rename", $"/conversations/{talk}/delete", $"/conversations/{talk}/export", $"/conversations/{talk}/retention",
            $"/conversations/{talk}/share", $"/chat/{talk}/messages/1/edit", $"/chat/{talk}/summary"])
        {
            using var refused = await browser.GetAsync(path);
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{path}: {refused.StatusCode}");
            Assert.Contains("Only its owner can do that", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(path)).StatusCode);
        }

        var token = (await browser.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var path in (string[])[$"/chat/{talk}/messages/1/pin", $"/chat/{talk}/summarize", $"/conversations/{talk}/members", $"/conversations/{talk}/members/{Guid.NewGuid()}"])
        {
            using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            using var refused = await browser.PostAsync(path, body);
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{path}: {refused.StatusCode}");
        }

        using var change = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("ids", talk), new("change", "Delete")]);
        await browser.PostAsync("/conversations/change", change);
        Assert.Equal(["Hello", "You said: Hello"], await ContentsAsync(ben, talk));
    }

    [Fact]
    public async Task Writer_has_their_own_question_answered_again_and_nobody_elses()
    {
        var (_, ben, talk) = await InvitedAsync("rosa", "rick", "writer");
        var browser = await portal.SignedInAs("rick");
        var token = (await browser.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await AgainAsync(1);
        Assert.Equal([1, 2], await SeqsAsync());
        await ben.ChatAsync("Mine", talk);
        Assert.Equal([1, 2, 3, 4], await SeqsAsync());
        await PackAsync("rosa", talk);
        await AgainAsync(3);
        await Until.TrueAsync(async () => (await SeqsAsync()).SequenceEqual([1, 2, 3, 5]));

        async Task<IEnumerable<int>> SeqsAsync() => (await ben.MessagesOf(talk)).Select(m => m.GetProperty("seq").GetInt32());

        async Task AgainAsync(int seq)
        {
            using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            await browser.PostAsync($"/chat/{talk}/replies/{seq}/regenerate", body);
        }
    }

    [Fact]
    public async Task Removed_member_and_one_who_left_find_nothing_any_more()
    {
        var (ada, ben, talk) = await InvitedAsync("lena", "lars", "reader");
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}/members/{await portal.IdOf("lars")}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetJsonAsync($"/api/conversations/{talk}/messages")).Status);
        Assert.Empty(await SharedAsync(ben));

        var browser = await portal.SignedInAs("lars");
        using var invited = await (await portal.SignedInAs("lena")).SubmitAsync($"/conversations/{talk}/members", [("Email", "LARS@example.org"), ("Role", "Writer")], "#invite");
        Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        Assert.Equal([talk], await SharedAsync(ben));
        using var left = await browser.PressAsync($"/conversations/{talk}/members", "Leave");
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Empty(await SharedAsync(ben));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/chat/{talk}")).StatusCode);
    }

    [Fact]
    public async Task Members_do_not_remove_each_other()
    {
        var (ada, _, talk) = await InvitedAsync("mona", "mike", "writer");
        var nora = await portal.KeyOf("nora");
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = "nora@example.org" });
        Assert.Equal(HttpStatusCode.Forbidden, (await nora.CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}/members/{await portal.IdOf("mike")}")).Status);
        var people = (await nora.GetJsonAsync($"/api/conversations/{talk}/members"))["members"].EnumerateArray().Select(p => $"{p.GetProperty("email")} {p.GetProperty("role")}");
        Assert.Equal(["mona@example.org owner", "mike@example.org writer", "nora@example.org reader"], people);
    }

    [Fact]
    public async Task Account_that_is_deleted_leaves_what_it_wrote_under_no_name()
    {
        var (ada, ben, talk) = await InvitedAsync("dora", "dirk", "writer");
        await ben.ChatAsync("I was here", talk);
        using var deleted = await (await portal.SignedInAs("dirk")).SubmitAsync("/account/delete", [("Password", Portal.Password)]);
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        Assert.Equal(["dora", null, "Former member", null], (await ada.MessagesOf(talk)).Select(m => m.GetProperty("author").GetString()));
        Assert.Equal(1, (await ada.GetJsonAsync($"/api/conversations/{talk}/members"))["members"].GetArrayLength());
    }

    [Fact]
    public async Task Suspended_person_loses_access_and_cannot_be_invited()
    {
        var (ada, ben, talk) = await InvitedAsync("sue", "sid", "reader");
        await portal.Database.RunAsync("UPDATE app.users SET suspended_at = now() WHERE id = $1", await portal.IdOf("sid"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await ben.GetJsonAsync($"/api/conversations/{talk}")).Status);
        foreach (var email in (string[])["sid@example.org", "nobody@example.org", ""])
        {
            var refused = await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email });
            Assert.Equal((HttpStatusCode.BadRequest, "no_such_person"), (refused.Status, refused.Text("code")));
        }

        Assert.Equal("oneself", (await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = "sue@example.org" })).Text("code"));
    }

    private async Task<(HttpClient Owner, HttpClient Member, string Talk)> InvitedAsync(string owner, string member, string role)
    {
        var (ada, ben) = (await portal.KeyOf(owner), await portal.KeyOf(member));
        var talk = (await ada.ChatAsync("Hello")).Text("conversation_id")!;
        var invited = await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = Portal.EmailOf(member), role });
        Assert.Equal(HttpStatusCode.OK, invited.Status);
        return (ada, ben, talk);
    }

    private static async Task<IReadOnlyList<string>> SharedAsync(HttpClient key) =>
        [.. (await key.GetJsonAsync("/api/conversations?shared=true"))["conversations"].EnumerateArray().Select(c => c.GetProperty("id").GetString()!)];

    private static async Task<IReadOnlyList<string>> ContentsAsync(HttpClient key, string talk) =>
        [.. (await key.MessagesOf(talk)).Select(m => m.GetProperty("content").GetString()!)];

    private async Task PackAsync(string name, string talk)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = await portal.IdOf(name);
        Assert.True(await scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(Guid.Parse(talk), whole: true, CancellationToken.None));
    }
}
