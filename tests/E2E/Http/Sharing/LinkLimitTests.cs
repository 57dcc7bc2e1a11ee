using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Sharing;

public sealed class LinkLimitTests(LinkLimitTests.Strict portal) : IClassFixture<LinkLimitTests.Strict>
{
    [Fact]
    public async Task Addresses_and_passphrases_cannot_be_tried_without_end()
    {
        var anybody = portal.Client();
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync($"/s/{i:D22}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await anybody.GetAsync("/s/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);

        using var words = new FormUrlEncodedContent([new("passphrase", "sesame")]);
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.NotFound, (await anybody.PostAsync("/s/AAAAAAAAAAAAAAAAAAAAAA", words)).StatusCode);
        using var refused = await anybody.PostAsync("/s/AAAAAAAAAAAAAAAAAAAAAA", words);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("noindex, nofollow", Assert.Single(refused.Headers.GetValues("X-Robots-Tag")));
    }

    [Fact]
    public async Task Passphrase_cannot_be_tried_further_by_writing_the_address_otherwise()
    {
        var key = await portal.KeyOf("ada");
        var talk = (await key.ChatAsync("Behind a door")).Text("conversation_id");
        var (share, other) = (await ShareAsync(key, talk), await ShareAsync(key, talk));
        var anybody = portal.Client();
        using var wrong = new FormUrlEncodedContent([new("passphrase", "barley")]);
        using var right = new FormUrlEncodedContent([new("passphrase", "sesame")]);
        foreach (var path in (string[])[share, share.Replace("/s/", "/S/", StringComparison.Ordinal)])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await anybody.PostAsync(path, wrong)).StatusCode);
        // Also the right one has to wait.
        foreach (var path in (string[])[share, share + "/", share.Replace("/s/", "/S/", StringComparison.Ordinal) + "/", share + "?a=b"])
            Assert.Equal(HttpStatusCode.TooManyRequests, (await anybody.PostAsync(path, right)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await anybody.PostAsync(other, right)).StatusCode);
    }

    private static async Task<string> ShareAsync(HttpClient key, string? talk) =>
        (await key.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/shares", new { passphrase = "sesame" })).Text("address")!;

    public sealed class Strict : Portal
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["RateLimits:ShareBurst"] = "5",
            ["RateLimits:SharePerMinute"] = "1",
            ["RateLimits:PassphraseBurst"] = "2",
            ["RateLimits:PassphrasePerMinute"] = "1",
        };
    }
}
