using System.Text.Json;
using ConversationMemory.Data.Sharing.Queries;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Sharing;

/// <summary>A stream that is open ends with the right to read it, while the reply goes on.</summary>
public sealed class StreamEndTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource gate = new();

    [Theory]
    [InlineData("removed")]
    [InlineData("left")]
    [InlineData("suspended")]
    [InlineData("gone")]
    public async Task Writer_who_may_read_no_more_hears_nothing_more_of_their_reply(string how)
    {
        var (owner, member) = ($"owner-{how}", $"member-{how}");
        var (ada, ben, talk) = await InvitedAsync(owner, member, "writer");
        var text = $"A story for one who is {how}";
        Holds($"{member}: {text}");
        var events = await ListenAsync(ben, text, talk, () => EndAsync(how, talk, owner, member));

        // It ended while the model still held back.
        Assert.Equal(("error", "no_longer_shared"), (events[^1].Type, events[^1].Data.GetProperty("code").GetString()));
        await GoesOnAsync(ada, talk, events.Select(e => e.Data.GetRawText()));
    }

    [Fact]
    public async Task Suspended_person_hears_nothing_more_in_a_conversation_of_their_own()
    {
        var sam = await portal.KeyOf("sam");
        Holds("My own story");
        var events = await ListenAsync(sam, "My own story", null, () => SuspendAsync("sam"));
        Assert.Equal("no_longer_shared", events[^1].Data.GetProperty("code").GetString());
        gate.SetResult();
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("suspended")]
    public async Task Page_of_a_reader_gets_no_more_of_a_reply_and_not_the_transcript(string how)
    {
        var (owner, member) = ($"host-{how}", $"reader-{how}");
        var (ada, _, talk) = await InvitedAsync(owner, member, "reader");
        var browser = await portal.SignedInAs(member);
        Holds($"For the page of one {how}");
        var sending = ada.ChatAsync($"For the page of one {how}", talk);
        var text = await ReadAsync(browser, talk, () => EndAsync(how, talk, owner, member));
        Assert.EndsWith("event: end\ndata: \n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<article", text, StringComparison.Ordinal);
        await GoesOnAsync(ada, talk, [text]);
        await sending;
    }

    [Fact]
    public async Task Stream_at_another_instance_ends_too()
    {
        await using var another = portal.StartAnother();
        var (ada, _, talk) = await InvitedAsync("far-owner", "far-reader", "reader");
        var browser = portal.Client(another.Address);
        await browser.LogInAsync(Portal.EmailOf("far-reader"), Portal.Password);
        Holds("Told elsewhere");
        var sending = ada.ChatAsync("Told elsewhere", talk);
        var text = await ReadAsync(browser, talk, () => SuspendAsync("far-reader"));
        Assert.DoesNotContain("<article", text, StringComparison.Ordinal);
        await GoesOnAsync(ada, talk, [text]);
        await sending;
    }

    [Fact]
    public async Task All_streams_are_looked_after_at_once_and_only_those_that_are_over_end()
    {
        var (_, _, talk) = await InvitedAsync("wanda", "walt", "reader");
        var (wanda, walt) = (await portal.IdOf("wanda"), await portal.IdOf("walt"));
        var watch = portal.Services.GetRequiredService<StreamWatch>();
        var right = new StreamRight(walt, wanda, Guid.Parse(talk));
        var his = Enumerable.Range(0, 100).Select(_ => watch.Watch(right, default)).ToList();
        using var hers = watch.Watch(right with { PersonId = wanda }, default);
        await portal.Database.RunAsync("DELETE FROM app.conversation_members WHERE user_id = $1", walt);
        await Until.TrueAsync(() => Task.FromResult(his.TrueForAll(s => s.Ended.IsCancellationRequested)));
        Assert.False(hers.Ended.IsCancellationRequested);
        his.ForEach(stream => stream.Dispose());

        // Watching began anew each time somebody came.
        hers.Dispose();
        await Task.Yield();
        using var late = watch.Watch(right, default);
        await Until.TrueAsync(() => Task.FromResult(late.Ended.IsCancellationRequested));
    }

    private void Holds(string text) => portal.When(text, new ModelScript().Text("Once upon a time").Wait(gate.Task).Text(" SECRET").Finish());

    private async Task EndAsync(string how, string talk, string owner, string member)
    {
        var person = await portal.IdOf(member);
        if (how == "suspended") await SuspendAsync(member);
        else if (how == "gone") await portal.Database.RunAsync("UPDATE app.users SET closed_at = now() WHERE id = $1", person);
        else await (await portal.KeyOf(how == "left" ? member : owner)).CallAsync(HttpMethod.Delete, $"/api/conversations/{talk}/members/{person}");
    }

    private async Task SuspendAsync(string name) =>
        await portal.Database.RunAsync("UPDATE app.users SET suspended_at = now() WHERE id = $1", await portal.IdOf(name));

    /// <summary>Sends a message and hears all of its stream, until that ends by itself.</summary>
    private static async Task<IReadOnlyList<(string Type, JsonElement Data)>> ListenAsync(HttpClient key, string text, string? talk, Func<Task> whenItHasBegun)
    {
        var events = new List<(string Type, JsonElement Data)>();
        await using var stream = key.StreamChatAsync(text, talk).GetAsyncEnumerator();
        while (await stream.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            events.Add(stream.Current);
            if (stream.Current.Type == "delta") await whenItHasBegun();
        }

        return events;
    }

    /// <summary>All that the stream of a page tells, until it ends by itself.</summary>
    private async Task<string> ReadAsync(HttpClient browser, string talk, Func<Task> whenItHasBegun)
    {
        await Until.TrueAsync(() => portal.Database.ReadAsync<bool>("SELECT EXISTS (SELECT FROM app.replies WHERE conversation_id = $1)", Guid.Parse(talk)));
        using var answer = await browser.GetAsync($"/chat/{talk}/replies/3/stream", HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var text = "";
        var buffer = new char[4096];
        var hasBegun = false;
        while (await stream.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(Patience) is > 0 and var read)
        {
            text += new string(buffer, 0, read);
            if (hasBegun || !text.Contains("Once upon a time", StringComparison.Ordinal)) continue;
            hasBegun = true;
            await whenItHasBegun();
        }

        Assert.True(hasBegun, text);
        return text;
    }

    private async Task GoesOnAsync(HttpClient ada, string talk, IEnumerable<string> told)
    {
        Assert.DoesNotContain("SECRET", string.Concat(told), StringComparison.Ordinal);
        gate.SetResult();
        await Until.TrueAsync(async () => (await ada.MessagesOf(talk))[^1].GetProperty("content").GetString() == "Once upon a time SECRET");
    }

    private async Task<(HttpClient Owner, HttpClient Member, string Talk)> InvitedAsync(string owner, string member, string role)
    {
        var (ada, ben) = (await portal.KeyOf(owner), await portal.KeyOf(member));
        var talk = (await ada.ChatAsync("Hello")).Text("conversation_id")!;
        await ada.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = Portal.EmailOf(member), role });
        return (ada, ben, talk);
    }
}
