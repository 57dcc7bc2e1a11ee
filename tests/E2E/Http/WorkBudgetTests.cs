using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>How much work a person may ask for within a short time, whatever it is and however they ask.</summary>
public sealed class WorkBudgetTests(WorkBudgetTests.Strict portal) : IClassFixture<WorkBudgetTests.Strict>
{
    [Fact]
    public async Task Searches_use_up_a_budget_that_all_of_a_persons_keys_and_sessions_share()
    {
        var browser = await portal.SignedInAs("ada");
        var (one, another) = (await portal.KeyOf("ada"), await portal.KeyOf("ada"));
        var searches = 0;
        ApiAnswer answer;
        while ((answer = await one.GetJsonAsync("/api/search?q=plums")).Status == HttpStatusCode.OK) searches++;
        // A page or two were asked for with the budget before.
        Assert.InRange(searches, 10, 20);
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (answer.Status, answer.Text("code")));
        AssertWait(answer.Message);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await another.GetJsonAsync("/api/search?q=plums")).Status);

        using var page = await browser.GetAsync("/search?q=plums");
        AssertWait(page);
        var shown = await page.ReadPageAsync();
        Assert.Equal("One moment, please", shown.QuerySelector("h1")?.TextContent);
        Assert.Contains("seconds", shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using var fragment = await FragmentAsync(browser);
        AssertWait(fragment);
        Assert.Equal("none", fragment.Headers.GetValues("HX-Reswap").Single());
        Assert.StartsWith("That was a lot", await fragment.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Somebody else, and what costs nothing.
        Assert.Equal(HttpStatusCode.OK, (await (await portal.KeyOf("ben")).GetJsonAsync("/api/search?q=plums")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/favicon.svg")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Dear_work_is_refused_while_cheap_work_goes_on_and_what_was_typed_is_given_back()
    {
        var cem = await portal.SignedInAs("cem");
        HttpStatusCode search;
        do search = (await cem.GetAsync("/search?q=plums")).StatusCode;
        while (search == HttpStatusCode.OK);

        // Less than a search is left, and more than nothing: a form gets as far as its token, which is missing here, until that is used up too.
        HttpResponseMessage sent;
        do
        {
            using var body = new FormUrlEncodedContent([new("message", "My long & careful question")]);
            sent = await cem.PostAsync("/chat", body);
        }
        while (sent.StatusCode == HttpStatusCode.BadRequest);

        AssertWait(sent);
        Assert.Equal("My long & careful question", (await sent.ReadPageAsync()).QuerySelector("textarea#draft")!.TextContent);
    }

    private static void AssertWait(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
    }

    private static async Task<HttpResponseMessage> FragmentAsync(HttpClient browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/search?q=plums") { Headers = { { "HX-Request", "true" } } };
        return await browser.SendAsync(request);
    }

    public sealed class Strict : Portal
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["RateLimits:WorkBurst"] = "100",
            ["RateLimits:WorkPerMinute"] = "1",
        };
    }
}
