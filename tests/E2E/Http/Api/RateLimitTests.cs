using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class RateLimitTests(RateLimitTests.Strict portal) : IClassFixture<RateLimitTests.Strict>
{
    [Fact]
    public async Task Too_many_sends_are_told_to_wait_and_other_keys_go_on()
    {
        var ada = await portal.KeyOf("ada");
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await ada.ChatAsync("Hello")).Status);
        var refused = await ada.ChatAsync("Once more");
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (refused.Status, refused.Text("code")));
        Assert.InRange(refused.Message.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        Assert.Equal(HttpStatusCode.OK, (await ada.GetJsonAsync("/api/conversations")).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await portal.KeyOf("ben")).ChatAsync("Hello")).Status);
    }

    public sealed class Strict : Portal
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["RateLimits:ChatBurst"] = "3",
            ["RateLimits:ChatPerMinute"] = "1",
        };
    }
}
