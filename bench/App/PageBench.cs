using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ConversationMemory.Bench.App;

/// <summary>The chat page with 30 messages: how long it takes, and what a first visit brings over the wire.</summary>
internal static partial class PageBench
{
    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var host = await ChatHost.StartAsync(model: null, ct);
        Console.WriteLine($"Page: a conversation of {SampleChat.Messages} messages, replies with code, a table, a list and a link.");
        await TimeAsync(host, options, ct);
        await WeighAsync(host, ct);
    }

    private static async Task TimeAsync(ChatHost host, BenchOptions options, CancellationToken ct)
    {
        var page = $"/chat/{host.Conversation}";
        // So many, because the compiler goes on optimising what runs often.
        for (var n = 0; n < 2000; n++) await host.Person.OpenAsync(page, ct);
        var milliseconds = new Series();
        var before = host.App.ProcessorTime;
        for (var n = 0; n < options.Rounds * 100; n++)
        {
            var since = Stopwatch.GetTimestamp();
            await host.Person.OpenAsync(page, ct);
            milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        var spent = (host.App.ProcessorTime - before).TotalMilliseconds / milliseconds.Values.Count;
        Console.WriteLine($"  server time, one request after another {milliseconds.ToText("0.0")} ms; {spent:0.0} ms of CPU in the app");
    }

    private static async Task WeighAsync(ChatHost host, CancellationToken ct)
    {
        var page = $"/chat/{host.Conversation}";
        var html = await host.Person.Client.GetStringAsync(new Uri(page, UriKind.Relative), ct);
        var parts = Linked().Matches(html).Select(link => link.Groups[1].Value).Distinct();
        var total = 0L;
        foreach (var part in parts.Prepend(page))
        {
            var before = host.Person.Received;
            var packed = await host.Person.OpenAsync(part, ct);
            total += host.Person.Received - before;
            Console.WriteLine($"    {host.Person.Received - before,8:N0} bytes  {packed ?? "plain",-5}  {part}");
        }

        Console.WriteLine($"  first visit, over the wire {total / 1000.0:0.0} kB");
    }

    // Styles, scripts, icons and pictures; what scripts fetch later, such as the highlighter, is linked too.
    [GeneratedRegex("(?:<link[^>]* href|<script[^>]* src|<img[^>]* src|<use href)=\"([^\"#]+)")]
    private static partial Regex Linked();
}
