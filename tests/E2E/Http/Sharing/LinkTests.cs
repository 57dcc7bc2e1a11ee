using System.Net;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Packing;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_but_the_chosen_messages_gets_out_however_it_is_asked_for(bool packed)
    {
        var name = $"lou-{packed}";
        var ada = await portal.KeyOf(name);
        var talk = await TalkAsync(ada, "Confidential beforehand", "The part to share", "Confidential afterwards");
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/summarize");
        var live = await ShareAsync(ada, talk, new { kind = "live", from_seq = 3, through_seq = 4 });
        string[] shares = [live, await ShareAsync(ada, talk, new { from_seq = 3, through_seq = 4 })];
        if (packed) await PackAsync(name, talk);
        foreach (var share in shares)
        {
            Assert.Equal([3, 4], await SeqsAsync(share));
            foreach (var ask in (string[])["", "?number=0", "?number=-1", "?number=2", "?number=99", "?at=1", "?at=6#m-6", "?from=1", "?handler=All", "/", "/messages", "/export",
                "/export?format=json", "/print", "/stream", "/1", "/replies/1/stream"])
            {
                foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
                {
                    using var request = new HttpRequestMessage(method, share + ask) { Headers = { { "HX-Request", "true" }, { "Accept", "text/event-stream, application/json, */*" } } };
                    using var answer = await portal.Client().SendAsync(request);
                    var text = await answer.Content.ReadAsStringAsync();
                    Assert.DoesNotContain("Confidential", text, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain(talk, text, StringComparison.OrdinalIgnoreCase);
                    Assert.True((int)answer.StatusCode < 500, $"{method} {ask}: {answer.StatusCode}");
                }
            }
        }
    }

    [Fact]
    public async Task Title_that_was_made_of_messages_which_are_not_shared_is_not_shown()
    {
        var ada = await portal.KeyOf("titus");
        var talk = await TalkAsync(ada, "My salary", "Something else");
        Assert.Contains("<h1 dir=\"auto\">Part of a conversation</h1>", await TextAsync(await ShareAsync(ada, talk, new { from_seq = 3 })), StringComparison.Ordinal);
        Assert.Contains("Part of a conversation", await TextAsync(await ShareAsync(ada, talk, new { kind = "live", from_seq = 3 })), StringComparison.Ordinal);
        Assert.DoesNotContain("Part of a conversation", await TextAsync(await ShareAsync(ada, talk, new { })), StringComparison.Ordinal);
        // One that its owner gave is meant to be read.
        await ada.CallAsync(HttpMethod.Patch, $"/api/conversations/{talk}", new { title = "For you" });
        Assert.Contains("<h1 dir=\"auto\">For you</h1>", await TextAsync(await ShareAsync(ada, talk, new { from_seq = 3 })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_agent_found_in_other_conversations_is_not_shown()
    {
        var ada = await portal.KeyOf("sybil");
        await portal.Database.RunAsync("UPDATE app.agents SET tools = '{search_conversations,calculator}'");
        await ada.ChatAsync("The code of the safe is xyzzy");
        portal.When("What did I say?",
            new ModelScript().ToolCall(0, "a", "search_conversations", """{"query":"safe"}""").Finish("tool_calls"), ModelScript.Answers("You told me."));
        var talk = await TalkAsync(ada, "What did I say?");
        Assert.Contains("xyzzy", (await ada.MessagesOf(talk))[1].GetProperty("tool_calls").GetRawText(), StringComparison.Ordinal);
        foreach (var kind in (string[])["live", "snapshot"])
        {
            var text = await TextAsync(await ShareAsync(ada, talk, new { kind, with_tools = true }));
            Assert.Contains("search conversations", text, StringComparison.Ordinal);
            Assert.DoesNotContain("xyzzy", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Link_lives_thirty_days_where_nothing_else_is_said_and_says_so()
    {
        var ada = await portal.KeyOf("dana");
        var talk = await TalkAsync(ada, "Hello");
        var made = await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/shares", new { });
        Assert.Equal(30, (made["expires_at"].GetDateTimeOffset() - made["created_at"].GetDateTimeOffset()).TotalDays, 4);
        Assert.Equal("snapshot", made.Text("kind"));
        var browser = await portal.SignedInAs("dana");
        using var byPage = await browser.SubmitAsync($"/conversations/{talk}/share", [], "#new-link");
        Assert.Equal(2, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.share_links WHERE conversation_id = $1 AND expires_at BETWEEN now() + interval '719 hours' AND now() + interval '720 hours'", Guid.Parse(talk)));
    }

    [Fact]
    public async Task Only_what_was_read_counts_as_opened()
    {
        var ada = await portal.KeyOf("vera");
        var talk = await TalkAsync(ada, "Hello");
        var share = await ShareAsync(ada, talk, new { passphrase = "open, sesame" });
        var reader = portal.Client();
        await reader.PageAsync(share);
        await reader.SubmitAsync(share, [("passphrase", "open barley")]);
        await reader.SubmitAsync(share, [("passphrase", "open, sesame")]);
        Assert.Equal(0, await ViewsAsync());
        using (var ahead = new HttpRequestMessage(HttpMethod.Get, share) { Headers = { { "Sec-Purpose", "prefetch;prerender" } } }) await reader.SendAsync(ahead);
        using (var look = new HttpRequestMessage(HttpMethod.Head, share)) await reader.SendAsync(look);
        Assert.Equal(0, await ViewsAsync());
        await reader.PageAsync(share);
        await reader.PageAsync(share);
        Assert.Equal(2, await ViewsAsync());
        Assert.Contains("opened 2 times", (await (await portal.SignedInAs("vera")).PageAsync("/shares")).Body!.TextContent, StringComparison.Ordinal);

        async Task<int> ViewsAsync() => (await ada.GetJsonAsync("/api/shares"))["shares"][0].GetProperty("views").GetInt32();
    }

    [Fact]
    public async Task Reader_by_link_is_nobody_elsewhere()
    {
        var ada = await portal.KeyOf("nell");
        var talk = await TalkAsync(ada, "Hello");
        var share = await ShareAsync(ada, talk, new { kind = "live", passphrase = "open, sesame" });
        var reader = portal.Client();
        using var said = await reader.SubmitAsync(share, [("passphrase", "open, sesame")]);
        Assert.Equal([1, 2], (await reader.PageAsync(share)).QuerySelectorAll("article").Select(a => int.Parse(a.GetAttribute("data-seq")!, null)));
        foreach (var path in (string[])[$"/chat/{talk}", $"/chat/{talk}/log", $"/conversations/{talk}/read", $"/conversations/{talk}/export", $"/conversations/{talk}/members",
            $"/conversations/{talk}/share", "/exports", "/search?q=hello", "/shares"])
        {
            using var answer = await reader.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.StartsWith("/account/login", StringComparison.Ordinal), $"{path}: {answer.StatusCode}");
        }

        foreach (var path in (string[])[$"/api/conversations/{talk}", $"/api/conversations/{talk}/messages", $"/api/conversations/{talk}/export", "/api/search?q=hello", "/api/shares", "/api/exports"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await reader.GetJsonAsync(path)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await reader.CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}")).Status);
    }

    [Fact]
    public async Task Search_engines_are_told_nothing_by_any_answer()
    {
        var ada = await portal.KeyOf("indy");
        var talk = await TalkAsync(ada, "Hello");
        var asks = await ShareAsync(ada, talk, new { passphrase = "open, sesame" });
        foreach (var path in (string[])[await ShareAsync(ada, talk, new { }), asks, "/s/AAAAAAAAAAAAAAAAAAAAAA", "/s/short", "/S/AAAAAAAAAAAAAAAAAAAAAA", "/s/", "/s/a/b"])
        {
            using var answer = await portal.Client().GetAsync(path);
            Assert.Equal("noindex, nofollow", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
        }

        var robots = await portal.Client().GetStringAsync("/robots.txt");
        // Who heeds noindex has to be let in to read it; who may not come in could list the bare address.
        Assert.Matches("(?s)User-agent: Googlebot\n.*Allow: /s/\n\n", robots);
        Assert.Matches("(?s)User-agent: \\*\nDisallow: /s/", robots);
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
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Get, $"/api/conversations/{talk}/shares")).Status);
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
