using System.Collections.Concurrent;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>A portal that keeps the newest 20 messages.</summary>
public sealed class WindowTests(WindowTests.Twenty portal) : IClassFixture<WindowTests.Twenty>
{
    private const int Window = 20;
    private const int Clients = 8;
    private const int SendsOfEach = 125;

    [Fact]
    public async Task Thousand_sends_by_eight_clients_leave_no_gap_no_double_and_never_more_than_the_window()
    {
        var first = await portal.KeyOf("ada");
        var id = (await first.ChatAsync("Begin")).Text("conversation_id")!;
        using var done = new CancellationTokenSource();
        var watching = MostVisibleAsync(first, id, done.Token);

        var sent = new ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var key = await portal.KeyOf("ada");
            for (var i = 0; i < SendsOfEach; i++)
                await foreach (var (type, data) in key.StreamChatAsync($"{client}/{i}", id))
                {
                    Assert.NotEqual("error", type);
                    if (type == "start") sent.Add(data.GetProperty("user_seq").GetInt32());
                }
        }));
        await done.CancelAsync();

        const int all = 2 * ((Clients * SendsOfEach) + 1);
        Assert.Equal(Clients * SendsOfEach, sent.Distinct().Count());
        Assert.InRange(await watching, 2, Window);
        var visible = (await first.MessagesOf(id)).Select(m => m.GetProperty("seq").GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(all - Window + 1, Window), visible);
        Assert.Equal($"{all} {all - Window + 1} {Window} {all - Window}", await CountersAsync(id));
        Assert.Equal(
            await portal.Database.ReadAsync<long>(
                "SELECT sum(tokens) FROM app.messages WHERE conversation_id = $1 AND seq > $2", Guid.Parse(id), all - Window),
            await portal.Database.ReadAsync<long>("SELECT total_tokens FROM app.conversations WHERE id = $1", Guid.Parse(id)));
    }

    private Task<string> CountersAsync(string id) => portal.Database.ReadAsync<string>(
        "SELECT concat_ws(' ', last_seq, first_seq, message_count, pruned_count) FROM app.conversations WHERE id = $1", Guid.Parse(id));

    private static async Task<int> MostVisibleAsync(HttpClient client, string id, CancellationToken done)
    {
        var most = 0;
        while (!done.IsCancellationRequested)
        {
            most = Math.Max(most, (await client.MessagesOf(id)).Count);
            await Task.Delay(20, CancellationToken.None);
        }

        return most;
    }

    public sealed class Twenty : PortalWithModel
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["Memory:MaxMessagesPerConversation"] = $"{Window}",
        };
    }
}
