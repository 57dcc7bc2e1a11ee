using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class RateLimitTests(RateLimitTests.Strict portal) : IClassFixture<RateLimitTests.Strict>
{
    [Fact]
    public async Task Too_many_sign_ins_are_told_to_wait_and_reading_the_form_is_free()
    {
        var client = portal.Client();
        HttpResponseMessage answer;
        var tries = 0;
        do
        {
            answer = await client.SubmitAsync("/account/login", [("Email", "nobody@example.org"), ("Password", "a guess")]);
            tries++;
        }
        while (answer.StatusCode == HttpStatusCode.OK && tries < 10);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("One moment, please", (await answer.ReadPageAsync()).QuerySelector("h1")?.TextContent);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account/login")).StatusCode);
    }

    public sealed class Strict : Portal
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["RateLimits:SignInBurst"] = "5",
            ["RateLimits:SignInPerMinute"] = "1",
        };
    }
}
