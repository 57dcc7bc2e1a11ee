using System.Diagnostics;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Bench.App;

/// <summary>From the moment a provider sends a reply's first token to the moment the browser has it.</summary>
internal static class FirstTokenBench
{
    private const string Token = "Abracadabra";

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var model = await FakeModelServer.StartAsync(ct);
        await using var host = await ChatHost.StartAsync(model.Endpoint, ct);
        var milliseconds = new Series();
        for (var n = -5; n < options.Rounds * 10; n++)
        {
            var elapsed = await OnceAsync(model, host, ct);
            if (n >= 0) milliseconds.Add(elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"First token: from the provider's to the browser's {milliseconds.ToText("0.0"),18} ms, over {milliseconds.Values.Count} replies");
    }

    private static async Task<TimeSpan> OnceAsync(FakeModelServer model, ChatHost host, CancellationToken ct)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        model.Next(new ModelScript().Wait(gate.Task).Text(Token).Finish());
        var asked = model.Requests.Count;
        var page = $"/chat/{host.Conversation}";
        using var sent = await host.Person.SubmitAsync(page, page, ct, ("message", "Say the word."), ("key", Guid.NewGuid().ToString()));
        var question = sent.Headers.Location!.ToString().Split("#m-")[1];

        using var answer = await host.Person.Client.GetAsync(
            new Uri($"{page}/replies/{question}/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
        // The reply is joined and the model has been asked: now only the token is missing.
        while (await stream.ReadLineAsync(ct) is not "") { }
        while (model.Requests.Count == asked) await Task.Delay(1, ct);
        var since = Stopwatch.GetTimestamp();
        gate.SetResult();
        while (await stream.ReadLineAsync(ct) is { } line && !line.Contains(Token, StringComparison.Ordinal)) { }
        var elapsed = Stopwatch.GetElapsedTime(since);
        await stream.ReadToEndAsync(ct);
        return elapsed;
    }
}
