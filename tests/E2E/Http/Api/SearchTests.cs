using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class SearchTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Program_finds_what_was_said_with_its_place_and_text()
    {
        var ada = await portal.KeyOf("ada-seeks");
        var said = await ada.ChatAsync("The marmalade is on the <b>shelf</b>");
        var answer = await ada.GetJsonAsync("/api/search?q=marmalade&role=user");
        var hit = Assert.Single(answer["hits"].EnumerateArray());
        Assert.Equal((said.Text("conversation_id"), "message", "user", 1),
            (hit.GetProperty("conversation_id").GetString(), hit.GetProperty("kind").GetString(), hit.GetProperty("role").GetString(), hit.GetProperty("seq").GetInt32()));
        var snippet = hit.GetProperty("snippet").EnumerateArray().ToList();
        Assert.Equal("The marmalade is on the <b>shelf</b>", string.Concat(snippet.Select(part => part.GetProperty("text").GetString())));
        Assert.Equal("marmalade", snippet.Single(part => part.GetProperty("match").GetBoolean()).GetProperty("text").GetString());
        Assert.Equal("marmalade", (await ada.GetJsonAsync("/api/search?q=marmelade")).Text("corrected"));
        Assert.Empty((await ada.GetJsonAsync("/api/search?q=marmelade&exact=true"))["hits"].EnumerateArray());
        Assert.Empty((await (await portal.KeyOf("ben-seeks")).GetJsonAsync("/api/search?q=marmalade"))["hits"].EnumerateArray());
    }

    [Fact]
    public async Task Pages_follow_by_cursor()
    {
        var ada = await portal.KeyOf("ada-pages");
        for (var i = 0; i < 5; i++) await ada.ChatAsync($"Teapot {i}");
        var first = await ada.GetJsonAsync("/api/search?q=teapot&role=user&limit=3");
        var second = await ada.GetJsonAsync($"/api/search?q=teapot&role=user&limit=3&cursor={first.Text("next_cursor")}");
        Assert.True(first["has_more"].GetBoolean());
        Assert.False(second["has_more"].GetBoolean());
        var ids = first["hits"].EnumerateArray().Concat(second["hits"].EnumerateArray()).Select(hit => hit.GetProperty("conversation_id").GetString()).ToList();
        Assert.Equal((5, 5), (ids.Count, ids.Distinct().Count()));
    }

    [Theory]
    [InlineData("/api/search", "no_query")]
    [InlineData("/api/search?q=%20", "no_query")]
    [InlineData("/api/search?q=a&cursor=x", "bad_cursor")]
    [InlineData("/api/search?q=a&role=king", "bad_role")]
    [InlineData("/api/search?q=a&limit=0", "bad_limit")]
    public async Task What_cannot_be_understood_is_refused_kindly(string path, string code)
    {
        var answer = await (await portal.KeyOf("ada-seeks")).GetJsonAsync(path);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Text("code")));
    }

    [Fact]
    public async Task Searches_are_saved_run_and_removed_by_their_owner()
    {
        var ada = await portal.SignedInAs("ada-saves-searches");
        using var saved = await ada.SubmitAsync("/search?q=tea&role=user", [("name", "My <tea>")], "form[action*='Save']");
        var page = await ada.PageAsync("/search");
        var link = page.QuerySelector(".saved-searches a")!;
        Assert.Equal(("My <tea>", "/search?q=tea&role=user"), (link.TextContent, link.GetAttribute("href")));
        Assert.Null((await (await portal.SignedInAs("ben-saves-searches")).PageAsync("/search")).QuerySelector(".saved-searches a"));
        using var removed = await ada.SubmitAsync("/search", [], ".saved-searches form");
        Assert.Null((await ada.PageAsync("/search")).QuerySelector(".saved-searches a"));
    }

    [Fact]
    public async Task Saved_searches_are_their_owners_alone_and_no_more_than_there_may_be()
    {
        var (ada, eve) = (await portal.SignedInAs("ada-keeps"), await portal.SignedInAs("eve-keeps"));
        using var saved = await ada.SubmitAsync("/search?q=tea", [("name", "Mine")], "form[action*='Save']");
        var remove = (await ada.PageAsync("/search")).QuerySelector(".saved-searches form")!.GetAttribute("action")!;
        var token = (await eve.PageAsync("/search?q=tea")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using (var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]))
            Assert.Equal(HttpStatusCode.NotFound, (await eve.PostAsync(remove, body)).StatusCode);
        Assert.Equal("Mine", (await ada.PageAsync("/search")).QuerySelector(".saved-searches a")!.TextContent);

        // One of the same name is replaced, and hers is another.
        using var again = await ada.SubmitAsync("/search?q=coffee", [("name", "Mine")], "form[action*='Save']");
        using var hers = await eve.SubmitAsync("/search?q=water", [("name", "Mine")], "form[action*='Save']");
        Assert.Equal("/search?q=coffee", Assert.Single((await ada.PageAsync("/search")).QuerySelectorAll(".saved-searches a")).GetAttribute("href"));
        Assert.Equal("/search?q=water", Assert.Single((await eve.PageAsync("/search")).QuerySelectorAll(".saved-searches a")).GetAttribute("href"));

        await portal.Database.RunAsync("""
            INSERT INTO app.saved_searches (owner_id, id, name, query) SELECT $1, gen_random_uuid(), 'Search ' || n, '?q=tea' FROM generate_series(2, 50) AS n
            """, await portal.IdOf("ada-keeps"));
        using var oneMore = await ada.SubmitAsync("/search?q=tea", [("name", "One more")], "form[action*='Save']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, oneMore.StatusCode);
        Assert.Contains("50 saved searches already", await oneMore.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var nameless = await eve.SubmitAsync("/search?q=tea", [("name", "  ")], "form[action*='Save']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nameless.StatusCode);
    }

    [Theory]
    [InlineData("from=2021-01-01", "Archived Code Pinned Shared Tool")]
    [InlineData("until=2020-12-31", "Old")]
    [InlineData("role=assistant", "Old")]
    [InlineData("role=user", "Archived Code Pinned Shared Tool")]
    [InlineData("agent=OTHER", "Old")]
    [InlineData("tool=calculator", "Tool")]
    [InlineData("tool=*", "Tool")]
    [InlineData("tool=current_time", "")]
    [InlineData("code=true", "Code")]
    [InlineData("pinned=true", "Pinned")]
    [InlineData("shared=true", "Shared")]
    [InlineData("in=archive", "Archived")]
    [InlineData("in=live", "Code Old Pinned Shared Tool")]
    public async Task Filters_of_the_page_and_of_the_call_mean_the_same(string filter, string expected)
    {
        var other = await FillAsync();
        var ada = await portal.SignedInAs("ada-filters");
        var said = filter.Replace("OTHER", other, StringComparison.Ordinal);
        var page = await ada.PageAsync($"/search?q=tea&{said}");
        Assert.Equal(expected, string.Join(' ', page.QuerySelectorAll(".hits li > a").Select(a => a.TextContent).Distinct().Order(StringComparer.Ordinal)));
        Assert.NotNull(page.QuerySelector("details.search-filters[open]"));

        var (name, value) = (said.Split('=')[0], said.Split('=')[1]);
        var call = name switch
        {
            "from" => "from=2021-01-01T00:00:00Z",
            "until" => "until=2021-01-01T00:00:00Z",
            "agent" => $"agent_id={value}",
            "code" => "has_code=true",
            "in" => $"archived={(value == "archive" ? "true" : "false")}",
            _ => said,
        };
        var hits = (await (await portal.KeyOf("ada-filters")).GetJsonAsync($"/api/search?q=tea&{call}"))["hits"].EnumerateArray();
        Assert.Equal(expected, string.Join(' ', hits.Select(h => h.GetProperty("title").GetString()!).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Call_searches_one_conversation()
    {
        var ada = await portal.KeyOf("ada-narrows");
        var talk = (await ada.ChatAsync("Tea here")).Text("conversation_id");
        await ada.ChatAsync("Tea there");
        var hits = (await ada.GetJsonAsync($"/api/search?q=tea&role=user&conversation_id={talk}"))["hits"].EnumerateArray();
        Assert.Equal(talk, Assert.Single(hits).GetProperty("conversation_id").GetString());
    }

    [Fact]
    public async Task What_was_found_while_typing_goes_on_page_by_page_and_is_found_again_at_its_address()
    {
        var ada = await portal.KeyOf("ada-goes-on");
        for (var i = 0; i < 25; i++) await ada.ChatAsync($"Marmalade {i}");
        var browser = await portal.SignedInAs("ada-goes-on");
        // Only as a beginning does it stand anywhere.
        var first = await TypeAsync(browser, "/search?q=marmala&role=user");
        Assert.Equal(20, first.QuerySelectorAll(".hits li > a").Length - 1);
        var more = await TypeAsync(browser, first.QuerySelector(".more a")!.GetAttribute("href")!);
        var all = first.QuerySelectorAll("p.snippet").Concat(more.QuerySelectorAll("p.snippet")).Select(p => p.TextContent).ToList();
        Assert.Equal((25, 25), (all.Count, all.Distinct().Count()));
        // Without script the same pages follow.
        var address = first.QuerySelector("#found")!.GetAttribute("data-address")!;
        var page = await browser.PageAsync(address);
        Assert.Equal(first.QuerySelectorAll("p.snippet").Select(p => p.TextContent), page.QuerySelectorAll("p.snippet").Select(p => p.TextContent));
        Assert.Equal(5, (await browser.PageAsync(page.QuerySelector(".more a")!.GetAttribute("href")!)).QuerySelectorAll("p.snippet").Length);
        // And so does a search that was saved then.
        using var saved = await browser.SubmitAsync(address, [("name", "Jam")], "form[action*='Save']");
        Assert.Equal(address, (await browser.PageAsync("/search")).QuerySelector(".saved-searches a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)> marmalade </mark><script>alert(2)</script>")]
    [InlineData("<mark>marmalade</mark> **bold** [link](javascript:alert(1)) &lt;b&gt;")]
    [InlineData("\" onmouseover=alert(1) marmalade \u202Etxt.exe\u202C '><svg/onload=alert(1)>")]
    public async Task Snippets_are_text_with_marks_and_nothing_else(string said)
    {
        var name = $"ada-marks-{said.Length}";
        var key = await portal.KeyOf(name);
        await key.ChatAsync(said);
        var ada = await portal.SignedInAs(name);
        foreach (var page in new[] { await ada.PageAsync("/search?q=marmalade&role=user"), await TypeAsync(ada, "/search?q=marmalade&quick=true&role=user") })
        {
            var snippet = page.QuerySelector("p.snippet")!;
            Assert.Equal(said, snippet.TextContent);
            Assert.Equal(["mark"], snippet.QuerySelectorAll("*").Select(e => e.LocalName).Distinct());
            Assert.Equal(["marmalade"], snippet.QuerySelectorAll("mark").Select(e => e.TextContent));
            Assert.Empty(page.QuerySelectorAll(".hits img, .hits script, .hits svg, .hits [onmouseover], .hits a[href^=javascript]"));
        }
    }

    [Fact]
    public async Task Typing_gets_the_results_alone()
    {
        var ada = await portal.SignedInAs("ada-types");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/search?q=mar", UriKind.Relative));
        request.Headers.Add("HX-Request", "true");
        using var answer = await ada.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("<div id=\"found\"", text.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("HX-Request", answer.Headers.Vary);
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> TypeAsync(HttpClient browser, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative)) { Headers = { { "HX-Request", "true" } } };
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.ReadPageAsync();
    }

    // Each conversation has one thing that the others have not.
    private async Task<string> FillAsync()
    {
        await portal.SignedInAs("ada-filters");
        await portal.SignedInAs("ben-filters");
        var (ada, ben) = (await portal.IdOf("ada-filters"), await portal.IdOf("ben-filters"));
        if (await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1", ada) == 0)
        {
            var agent = Guid.NewGuid();
            await portal.Database.RunAsync("""
                INSERT INTO app.agents (id, organisation_id, name, description, system_prompt, max_answer_tokens, tools)
                VALUES ($1, '01900000-0000-7000-8000-000000000001', 'Other', '', '', 100, '{}')
                """, agent);
            foreach (var title in (string[])["Old", "Code", "Tool", "Pinned", "Shared", "Archived"])
            {
                var talk = await portal.Database.AddConversationAsync(ada);
                await portal.Database.RunAsync("UPDATE app.conversations SET title = $2, title_is_automatic = false WHERE id = $1", talk, title);
                await portal.Database.RunAsync("""
                    INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, tool_calls, created_at)
                    VALUES ($1, $2, $3, 'complete', $4, 3, nullif($5, '')::jsonb, CASE WHEN $3 = 'assistant' THEN timestamptz '2020-05-01' ELSE now() END)
                    """, ada, talk, title == "Old" ? "assistant" : "user", title == "Code" ? "Tea\n```\nbrew()\n```" : "Some tea",
                    title == "Tool" ? """[{"id": "1", "name": "calculator", "input": "{}", "status": "ok"}]""" : "");
                await portal.Database.RunAsync(title switch
                {
                    "Old" => "UPDATE app.conversations SET created_at = '2020-05-01', updated_at = '2020-05-01', agent_id = $2 WHERE id = $1",
                    "Pinned" => "UPDATE app.conversations SET pinned_at = now() WHERE id = $1 AND $2 IS NOT NULL",
                    "Shared" => "INSERT INTO app.conversation_members (owner_id, conversation_id, user_id, role) SELECT owner_id, $1, $2, 'reader' FROM app.conversations WHERE id = $1",
                    "Archived" => "UPDATE app.conversations SET archived_at = now() WHERE id = $1 AND $2 IS NOT NULL",
                    _ => "SELECT $1::uuid, $2::uuid",
                }, talk, title == "Old" ? agent : ben);
            }
        }

        return await portal.Database.ReadAsync<string>("SELECT id::text FROM app.agents WHERE name = 'Other'");
    }
}
