using System.Net;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Storage;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Sharing;

/// <summary>Links by which anybody reads chosen messages, and nothing else, until they end.</summary>
public sealed class LinkTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Snapshot_shows_what_was_there_to_anybody_without_a_cookie_and_is_counted()
    {
        var ada = await portal.KeyOf("ada");
        var talk = await TalkAsync(ada, "I like <script>alert(1)</script> **tea**", "And cake");
        var share = await ShareAsync(ada, talk, new { through_seq = 2 });
        await ada.ChatAsync("A secret", talk);

        var anybody = portal.Client();
        using (var look = await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Head, share))) Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        using var answer = await anybody.GetAsync(share);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("noindex, nofollow", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        var page = await answer.ReadPageAsync();
        Assert.Equal(["1", "2"], page.QuerySelectorAll("article").Select(a => a.GetAttribute("data-seq")!));
        Assert.Equal("tea", page.QuerySelector("article strong")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("article script, form, a[href*='/chat'], a[href*='/conversations']"));
        Assert.Equal("noindex, nofollow", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        foreach (var secret in (string[])["A secret", "cake", "ada", talk])
            Assert.DoesNotContain(secret, page.DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase);

        var listed = (await ada.GetJsonAsync("/api/shares"))["shares"][0];
        Assert.Equal(1, listed.GetProperty("views").GetInt32());
        Assert.Equal(share, listed.GetProperty("address").GetString());
    }

    [Fact]
    public async Task Live_link_shows_what_is_there_now_of_its_range_packed_or_not()
    {
        var ada = await portal.KeyOf("liv");
        var talk = await TalkAsync(ada, "One", "Three");
        var all = await ShareAsync(ada, talk, new { kind = "live", from_seq = 3 });
        var part = await ShareAsync(ada, talk, new { kind = "live", from_seq = 2, through_seq = 3 });
        await ada.ChatAsync("Five", talk);
        Assert.Equal([3, 4, 5, 6], await SeqsAsync(all));
        Assert.Equal([2, 3], await SeqsAsync(part));

        await PackAsync("liv", talk);
        Assert.Equal([3, 4, 5, 6], await SeqsAsync(all));
        Assert.Equal([2, 3], await SeqsAsync(part));
    }

    [Fact]
    public async Task Tool_calls_are_shown_only_where_the_link_says_so()
    {
        var ada = await portal.KeyOf("tilda");
        portal.When("How much is 6*7?",
            new ModelScript().ToolCall(0, "a", "calculator", """{"expression":"6*7"}""").Finish("tool_calls"), ModelScript.Answers("Forty-two."));
        var talk = await TalkAsync(ada, "How much is 6*7?");
        Assert.DoesNotContain("calculator", await TextAsync(await ShareAsync(ada, talk, new { })), StringComparison.Ordinal);
        Assert.Contains("calculator", await TextAsync(await ShareAsync(ada, talk, new { with_tools = true })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("revoked_at = now()")]
    [InlineData("expires_at = now() - interval '1 second'")]
    public async Task Link_that_ended_answers_like_one_that_never_was(string end)
    {
        var ada = await portal.KeyOf("endy");
        var talk = await TalkAsync(ada, "Hello");
        foreach (var kind in (string[])["live", "snapshot"])
        {
            var share = await ShareAsync(ada, talk, new { kind });
            await TextAsync(share);
            await portal.Database.RunAsync($"UPDATE app.share_links SET {end} WHERE conversation_id = $1", Guid.Parse(talk));
            await AssertGoneAsync(share);
        }
    }

    [Fact]
    public async Task Revoked_link_shows_nothing_from_then_on_and_its_snapshot_is_gone()
    {
        var ada = await portal.SignedInAs("rita");
        var key = await portal.KeyOf("rita");
        var talk = await TalkAsync(key, "Hello");
        var share = await ShareAsync(key, talk, new { });
        await TextAsync(share);
        using var revoked = await ada.SubmitAsync("/shares", [], "form[action$='/revoke']");
        Assert.Equal("/shares", revoked.Headers.Location!.OriginalString);
        await AssertGoneAsync(share);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT length(data) FROM app.share_links WHERE conversation_id = $1", Guid.Parse(talk)));
        Assert.Contains("Ended of late", (await ada.PageAsync("/shares")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_rests_while_its_conversation_is_in_the_trash_or_its_owner_suspended()
    {
        var ada = await portal.KeyOf("tess");
        var talk = await TalkAsync(ada, "Hello");
        string[] shares = [await ShareAsync(ada, talk, new { }), await ShareAsync(ada, talk, new { kind = "live" })];
        await ada.CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}");
        foreach (var share in shares) await AssertGoneAsync(share);
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/restore");
        foreach (var share in shares) Assert.Equal([1, 2], await SeqsAsync(share));
        await portal.Database.RunAsync("UPDATE app.users SET suspended_at = now() WHERE id = $1", await portal.IdOf("tess"));
        foreach (var share in shares) await AssertGoneAsync(share);
    }

    [Fact]
    public async Task Passphrase_is_asked_for_and_remembered_for_this_link_alone()
    {
        var ada = await portal.KeyOf("pia");
        var talk = await TalkAsync(ada, "Behind a door");
        var share = await ShareAsync(ada, talk, new { passphrase = "open, sesame" });
        var other = await ShareAsync(ada, talk, new { passphrase = "open, sesame" });
        var reader = portal.Client();

        Assert.DoesNotContain("Behind a door", (await reader.PageAsync(share)).Body!.TextContent, StringComparison.Ordinal);
        using (var wrong = await reader.SubmitAsync(share, [("passphrase", "open barley")]))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            Assert.Contains("not the passphrase", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var right = await reader.SubmitAsync(share, [("passphrase", "open, sesame")]);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        var cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains($"path={new Uri(share).AbsolutePath};", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("Behind a door", (await reader.PageAsync(share)).Body!.TextContent, StringComparison.Ordinal);
        // The same words, but another link: the note is not good for it, even sent by hand.
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, other) { Headers = { { "Cookie", cookie.Split(';')[0] } } };
        Assert.DoesNotContain("Behind a door", await (await portal.Client().SendAsync(elsewhere)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.share_links WHERE passphrase_hash LIKE '%sesame%' OR length(token_protected) < 40"));
    }

    [Fact]
    public async Task Strangers_neither_share_list_nor_revoke_what_is_not_theirs()
    {
        var ada = await portal.KeyOf("olga");
        var talk = await TalkAsync(ada, "Mine");
        var share = await ShareAsync(ada, talk, new { });
        var id = (await ada.GetJsonAsync($"/api/conversations/{talk}/shares"))["shares"][0].GetProperty("id").GetString();
        var eve = await portal.KeyOf("eve");
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/shares", new { })).Status);
        Assert.Equal(0, (await eve.GetJsonAsync($"/api/conversations/{talk}/shares"))["shares"].GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}/shares/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignedInAs("eve")).GetAsync($"/conversations/{talk}/share")).StatusCode);
        Assert.Equal([1, 2], await SeqsAsync(share));
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}/shares/{id}")).Status);
        await AssertGoneAsync(share);
    }

    [Theory]
    [InlineData("bad_kind", """{"kind":"forever"}""")]
    [InlineData("bad_days", """{"days":366}""")]
    [InlineData("bad_days", """{"days":0}""")]
    [InlineData("bad_range", """{"from_seq":2,"through_seq":1}""")]
    [InlineData("bad_passphrase", """{"passphrase":"abc"}""")]
    [InlineData("nothing_to_share", """{"from_seq":77}""")]
    public async Task Terms_that_will_not_do_are_refused_with_the_way_out(string code, string body)
    {
        var ada = await portal.KeyOf("nina");
        var talk = await TalkAsync(ada, "Hello");
        var answer = await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/shares", new StringContent(body, null, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(code, answer.Text("code"));
    }

    [Fact]
    public async Task Page_makes_a_link_and_extends_it_without_script()
    {
        var ada = await portal.SignedInAs("paula");
        var talk = await TalkAsync(await portal.KeyOf("paula"), "Hello", "Again");
        using var made = await ada.SubmitAsync($"/conversations/{talk}/share", [("Form.Through", "2"), ("Form.Days", "1")], "#new-link");
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var page = await ada.PageAsync($"/conversations/{talk}/share");
        Assert.Contains("The link is made", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal([1, 2], await SeqsAsync(page.QuerySelector(".address input")!.GetAttribute("value")!));
        using var extended = await ada.SubmitAsync("/shares", [], "form[action$='/extend']");
        Assert.Equal(HttpStatusCode.Redirect, extended.StatusCode);
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT expires_at > now() + interval '29 days' FROM app.share_links WHERE conversation_id = $1", Guid.Parse(talk)));
    }

    [Fact]
    public async Task Robots_are_told_to_stay_away() =>
        Assert.Contains("Disallow: /s/", await portal.Client().GetStringAsync("/robots.txt"), StringComparison.Ordinal);

    private static async Task<string> TalkAsync(HttpClient key, params string[] texts)
    {
        string? talk = null;
        foreach (var text in texts) talk = (await key.ChatAsync(text, talk)).Text("conversation_id");
        return talk!;
    }

    private static async Task<string> ShareAsync(HttpClient key, string talk, object terms)
    {
        var made = await key.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/shares", terms);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return made.Text("address")!;
    }

    private async Task<IReadOnlyList<int>> SeqsAsync(string share) =>
        [.. (await portal.Client().PageAsync(share)).QuerySelectorAll("article").Select(a => int.Parse(a.GetAttribute("data-seq")!, null))];

    private async Task<string> TextAsync(string share)
    {
        using var answer = await portal.Client().GetAsync(share);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task AssertGoneAsync(string share)
    {
        var unknown = share[..(share.LastIndexOf('/') + 1)] + "AAAAAAAAAAAAAAAAAAAAAA";
        using var answer = await portal.Client().GetAsync(share);
        using var never = await portal.Client().GetAsync(unknown);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);
        Assert.Equal(await never.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
    }

    private async Task PackAsync(string name, string talk)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = await portal.IdOf(name);
        Assert.True(await scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(Guid.Parse(talk), whole: true, CancellationToken.None));
    }
}
