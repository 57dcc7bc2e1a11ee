using System.Diagnostics;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Bench.App;

/// <summary>What traces and metrics cost a send, from the click to the end of its reply: two apps in turns, one with a collector.</summary>
internal static class TelemetryBench
{
    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var model = await FakeModelServer.StartAsync(ct);
        await using var collector = await FakeCollector.StartAsync();
        await using var without = await ChatHost.StartAsync(model.Endpoint, ct);
        await using var with = await ChatHost.StartAsync(model.Endpoint, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }, ct);
        var (quiet, told) = (new Series(), new Series());
        for (var n = -10; n < options.Rounds * 20; n++)
        {
            var (first, second) = (await SendAsync(without, ct), await SendAsync(with, ct));
            if (n < 0) continue;
            quiet.Add(first.TotalMilliseconds);
            told.Add(second.TotalMilliseconds);
        }

        Console.WriteLine($"Send to the reply's end: without a collector {quiet.ToText("0.0"),18} ms, with one {told.ToText("0.0"),18} ms, over {quiet.Values.Count} of each");
    }

    private static async Task<TimeSpan> SendAsync(ChatHost host, CancellationToken ct)
    {
        var page = $"/chat/{host.Conversation}";
        var since = Stopwatch.GetTimestamp();
        using var sent = await host.Person.SubmitAsync(page, page, ct, ("message", "Say the word."), ("key", Guid.NewGuid().ToString()));
        var question = sent.Headers.Location!.ToString().Split("#m-")[1];
        await host.Person.Client.GetStringAsync(new Uri($"{page}/replies/{question}/stream", UriKind.Relative), ct);
        return Stopwatch.GetElapsedTime(since);
    }
}
