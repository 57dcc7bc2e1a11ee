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
}
