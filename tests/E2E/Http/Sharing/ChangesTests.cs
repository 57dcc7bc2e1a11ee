using System.Net;
using System.Net.ServerSentEvents;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Sharing;

/// <summary>Who looks at a conversation of others is told when it has changed, and nothing of what is in it.</summary>
public sealed class ChangesTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    // Much less than until the slow look that makes up for lost wake-ups.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Reader_is_told_of_a_message_by_the_etag_of_the_transcript()
    {
        var (ada, ben, talk) = await InvitedAsync("wren");
        await using var changes = await FollowAsync(ben, talk);
        Assert.Equal(("message", await EtagAsync(ben, talk)), await changes.NextAsync());
        await ada.ChatAsync("Something new", talk);
        var told = await changes.NextAsync();
        Assert.DoesNotContain("new", told.Data, StringComparison.Ordinal);
        // The question, then the reply: after the last event the reader has what there is.
        await Until.TrueAsync(async () => told.Data == await EtagAsync(ben, talk) || (told = await changes.NextAsync()).Data.Length == 0);
    }

    [Fact]
    public async Task Change_at_another_instance_is_told_too()
    {
        var (ada, ben, talk) = await InvitedAsync("wade");
        await using var another = portal.StartAnother();
        var far = portal.Client(another.Address);
        await far.LogInAsync(Portal.EmailOf("reader-wade"), Portal.Password);
        await using var changes = await FollowAsync(far, talk);
        var before = await changes.NextAsync();
        await ada.CallAsync(HttpMethod.Patch, $"/api/conversations/{talk}", new { title = "Renamed here" });
        Assert.NotEqual(before, await changes.NextAsync());
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("suspended")]
    [InlineData("archived")]
    public async Task Who_may_read_no_more_is_told_that_it_is_gone(string how)
    {
        var (ada, ben, talk) = await InvitedAsync(how);
        var person = await portal.IdOf($"reader-{how}");
        await using var changes = await FollowAsync(ben, talk);
        await changes.NextAsync();
        if (how == "removed") await ada.CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}/members/{person}");
        else if (how == "archived") await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/archive");
        else
        {
            await portal.Database.RunAsync("UPDATE app.users SET suspended_at = now() WHERE id = $1", person);
            await ada.CallAsync(HttpMethod.Patch, $"/api/conversations/{talk}", new { title = "Not for them" });
        }

        Assert.Equal(("gone", ""), await changes.NextAsync());
        await changes.EndsAsync();
    }

    [Fact]
    public async Task Stranger_is_told_nothing()
    {
        var (_, _, talk) = await InvitedAsync("wilma");
        using var answer = await (await portal.SignedInAs("stranger-to-changes")).GetAsync($"/chat/{talk}/changes");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<(HttpClient Owner, HttpClient Reader, string Talk)> InvitedAsync(string name)
    {
        var (ada, ben) = (await portal.KeyOf($"owner-{name}"), await portal.SignedInAs($"reader-{name}"));
        var talk = (await ada.ChatAsync("Hello")).Text("conversation_id")!;
        await ada.CallAsync(HttpMethod.Patch, $"/api/conversations/{talk}", new { title = "Ours" });
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = Portal.EmailOf($"reader-{name}"), role = "reader" });
        return (ada, ben, talk);
    }

    private static async Task<string> EtagAsync(HttpClient reader, string talk)
    {
        using var answer = await reader.GetAsync($"/chat/{talk}/log");
        return answer.Headers.ETag!.ToString();
    }

    private static async Task<Events> FollowAsync(HttpClient reader, string talk)
    {
        var answer = await reader.GetAsync($"/chat/{talk}/changes", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new Events(answer, SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    private sealed class Events(HttpResponseMessage answer, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
    {
        public async Task<(string Type, string Data)> NextAsync()
        {
            Assert.True(await items.MoveNextAsync().AsTask().WaitAsync(Soon));
            return (items.Current.EventType, items.Current.Data);
        }

        public async Task EndsAsync() => Assert.False(await items.MoveNextAsync().AsTask().WaitAsync(Soon));

        public async ValueTask DisposeAsync()
        {
            answer.Dispose();
            await items.DisposeAsync();
        }
    }
}
