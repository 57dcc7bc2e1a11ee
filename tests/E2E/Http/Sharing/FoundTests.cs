using System.Net;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Sharing;

/// <summary>What people find in conversations that several have a part in, and what opens when they choose it.</summary>
public sealed class FoundTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hit_far_back_opens_among_its_neighbours_for_owner_and_member(bool packed)
    {
        var owner = $"ada-{packed}";
        var (_, talk) = await InvitedAsync(owner, $"ben-{packed}");
        await portal.Database.RunAsync(
            "INSERT INTO app.conversation_policies (owner_id, conversation_id, window_messages) VALUES ($1, $2, 0)", await portal.IdOf(owner), Guid.Parse(talk));
        for (var i = 3; i <= 260; i++) await SayAsync(owner, talk, i == 20 ? "The marmalade is here" : $"Message {i}");
        if (packed) await PackAsync(owner, talk);
        foreach (var name in (string[])[owner, $"ben-{packed}"])
        {
            var browser = await portal.SignedInAs(name);
            var address = await AddressOfAsync(browser, "marmalade");
            Assert.Equal($"/chat/{talk}?at=20#m-20", address);
            var page = await browser.PageAsync(address);
            var seqs = page.QuerySelectorAll("article").Select(a => int.Parse(a.GetAttribute("data-seq")!, null)).ToList();
            Assert.Equal(Enumerable.Range(1, 39), seqs);
            Assert.Contains("The marmalade is here", page.QuerySelector("#m-20")!.TextContent, StringComparison.Ordinal);
            Assert.Equal($"/chat/{talk}", page.QuerySelector(".log .notice a")!.GetAttribute("href"));
        }
    }

    [Fact]
    public async Task Hit_that_has_left_the_window_for_the_archive_opens()
    {
        var key = await portal.KeyOf("wim");
        var talk = (await key.ChatAsync("The marmalade of old")).Text("conversation_id")!;
        await portal.Database.RunAsync("""
            INSERT INTO app.conversation_policies (owner_id, conversation_id, window_messages, window_action) VALUES ($1, $2, 10, 'archive')
            """, await portal.IdOf("wim"), Guid.Parse(talk));
        for (var i = 3; i <= 60; i++) await SayAsync("wim", talk, $"Message {i}");
        await PackAsync("wim", talk, whole: false);
        var browser = await portal.SignedInAs("wim");
        var address = await AddressOfAsync(browser, "\"marmalade of old\" role:user");
        Assert.Contains("The marmalade of old", (await browser.PageAsync(address)).QuerySelector("#m-1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hit_in_an_archive_opens_to_read_for_its_owner_and_its_members()
    {
        var (ada, talk) = await InvitedAsync("otto", "mia");
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/archive");
        foreach (var (name, isOwner) in new[] { ("otto", true), ("mia", false) })
        {
            var browser = await portal.SignedInAs(name);
            var address = await AddressOfAsync(browser, "hello role:user");
            Assert.Equal($"/conversations/{talk}/read?at=1#m-1", address);
            var page = await browser.PageAsync(address);
            Assert.Contains("Hello", page.QuerySelector("#m-1")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(isOwner, page.QuerySelector("button[value=Restore]") is not null);
            Assert.Equal(isOwner, page.QuerySelector("main a[href*='/export']") is not null);
            Assert.Equal(isOwner, page.QuerySelector("main a[href$='/retention']") is not null);
            Assert.Empty(page.QuerySelectorAll("article form, textarea"));
            if (!isOwner) Assert.Contains("otto has put this conversation into the archive", page.Body!.TextContent, StringComparison.Ordinal);
            // By program as well, with what stands beside it.
            var key = await portal.KeyOf(name);
            Assert.Equal(["Hello", "You said: Hello"], (await key.MessagesOf(talk)).Select(m => m.GetProperty("content").GetString()));
            Assert.Equal(isOwner ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, (await key.ChatAsync("Once more", talk)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignedInAs("stranger")).GetAsync($"/conversations/{talk}/read")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.KeyOf("stranger")).GetJsonAsync($"/api/conversations/{talk}/messages")).Status);
    }

    [Theory]
    [InlineData("trashed", false)]
    [InlineData("trashed", true)]
    [InlineData("left", false)]
    [InlineData("left", true)]
    [InlineData("removed", false)]
    [InlineData("removed", true)]
    public async Task What_is_no_longer_shared_is_neither_found_nor_opened(string how, bool archived)
    {
        var (owner, member) = ($"o-{how}-{archived}", $"m-{how}-{archived}");
        var (ada, talk) = await InvitedAsync(owner, member);
        if (archived) await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/archive");
        var (browser, key) = (await portal.SignedInAs(member), await portal.KeyOf(member));
        Assert.NotEmpty((await key.GetJsonAsync("/api/search?q=hello"))["hits"].EnumerateArray());
        var gone = await (how == "left" ? key : ada).CallAsync(
            HttpMethod.Delete, how == "trashed" ? $"/api/conversations/{talk}" : $"/api/conversations/{talk}/members/{await portal.IdOf(member)}");
        Assert.Equal(HttpStatusCode.NoContent, gone.Status);
        Assert.Empty((await key.GetJsonAsync("/api/search?q=hello"))["hits"].EnumerateArray());
        foreach (var path in (string[])[$"/chat/{talk}?at=1", $"/conversations/{talk}/read?at=1", $"/conversations/{talk}/members", $"/api/conversations/{talk}/messages",
            $"/api/conversations/{talk}/members"])
            Assert.Equal(HttpStatusCode.NotFound, (await (path.StartsWith("/api", StringComparison.Ordinal) ? key : browser).GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hits_say_who_wrote_them(bool packed)
    {
        var (owner, member) = ($"ann-{packed}", $"bob-{packed}");
        var (ada, talk) = await InvitedAsync(owner, member, "writer");
        await ada.ChatAsync("A teapot of mine", talk);
        var ben = await portal.KeyOf(member);
        await ben.ChatAsync("A teapot of yours", talk);
        await ada.ChatAsync("A teapot elsewhere");
        if (packed) await PackAsync(owner, talk);

        Assert.Equal(
            [("A teapot elsewhere", null), ("A teapot of mine", owner), ("A teapot of yours", member)], await AuthorsAsync(ada));
        Assert.Equal([("A teapot of mine", owner), ("A teapot of yours", member)], await AuthorsAsync(ben));
        Assert.Equal(["You", "You", member], await NamesAsync(owner));
        Assert.Equal([owner, "You"], await NamesAsync(member));
        if (packed) await portal.Database.RunAsync("UPDATE app.conversations SET archived_at = now() WHERE id = $1", Guid.Parse(talk));
        if (packed) Assert.Equal([owner, "You"], await NamesAsync(member));
    }

    private static async Task<IReadOnlyList<(string Text, string? Author)>> AuthorsAsync(HttpClient key) =>
    [
        .. (await key.GetJsonAsync("/api/search?q=teapot&role=user"))["hits"].EnumerateArray()
            .Select(hit => (string.Concat(hit.GetProperty("snippet").EnumerateArray().Select(p => p.GetProperty("text").GetString())), hit.GetProperty("author").GetString()))
            .OrderBy(hit => hit.Item1, StringComparer.Ordinal),
    ];

    private async Task<IReadOnlyList<string>> NamesAsync(string name) =>
    [
        .. (await (await portal.SignedInAs(name)).PageAsync("/search?q=teapot&role=user")).QuerySelectorAll(".hits li")
            .OrderBy(li => li.QuerySelector(".snippet")!.TextContent, StringComparer.Ordinal)
            .Select(li => li.QuerySelector(".hint")!.TextContent.Split('·')[0].Trim()),
    ];

    private static async Task<string> AddressOfAsync(HttpClient browser, string query)
    {
        var page = await browser.PageAsync($"/search?q={Uri.EscapeDataString(query)}");
        return Assert.Single(page.QuerySelectorAll(".hits li > a")).GetAttribute("href")!;
    }

    private async Task<(HttpClient Owner, string Talk)> InvitedAsync(string owner, string member, string role = "reader")
    {
        var ada = await portal.KeyOf(owner);
        await portal.SignedInAs(member);
        var talk = (await ada.ChatAsync("Hello")).Text("conversation_id")!;
        var invited = await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = Portal.EmailOf(member), role });
        Assert.Equal(HttpStatusCode.OK, invited.Status);
        return (ada, talk);
    }

    private async Task SayAsync(string owner, string talk, string text) => await portal.Database.RunAsync("""
        INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens) VALUES ($1, $2, 'user', 'complete', $3, 3)
        """, await portal.IdOf(owner), Guid.Parse(talk), text);

    private async Task PackAsync(string name, string talk, bool whole = true)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = await portal.IdOf(name);
        Assert.True(await scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(Guid.Parse(talk), whole, CancellationToken.None));
    }
}
