using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class ManyStreamsTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    private const int Streams = 200;
    private const int Parts = 40;

    [Fact]
    public async Task Two_hundred_conversations_stream_at_once_and_each_is_complete()
    {
        // The gate opens when the last of them has begun: so all of them are open at the same time.
        var began = new CountdownEvent(Streams);
        var gate = new TaskCompletionSource();
        var ada = await portal.KeyOf("ada");
        var replies = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async i =>
        {
            var parts = Enumerable.Range(0, Parts).Select(part => $"{i}.{part} ").ToList();
            portal.When($"Stream {i}", parts.Skip(1).Aggregate(
                new ModelScript().Text(parts[0]).Wait(gate.Task), (script, part) => script.Text(part)).Finish());
            var text = "";
            var last = "";
            await foreach (var (type, data) in ada.StreamChatAsync($"Stream {i}"))
            {
                last = type;
                if (type != "delta") continue;
                if (text.Length == 0 && began.Signal()) gate.SetResult();
                text += data.GetProperty("text").GetString();
            }

            return (Text: text, Last: last, Expected: string.Concat(parts));
        }));
        Assert.All(replies, reply => Assert.Equal(("done", reply.Expected), (reply.Last, reply.Text)));
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.replies"));
    }
}
