using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Bench.App;

/// <summary>
/// The chat page with 30 messages: how long it takes, and what a first visit brings over the wire. With 60: what it costs to ask whether anything
/// has changed, and to send a message and follow its reply.
/// </summary>
internal static partial class PageBench
{
    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var host = await ChatHost.StartAsync(model: null, ct);
        Console.WriteLine($"Page: a conversation of {SampleChat.Messages} messages, replies with code, a table, a list and a link.");
        await TimeAsync(host, options, ct);
        await WeighAsync(host, ct);
        await TurnsAsync(options, ct);
    }

    private static async Task TurnsAsync(BenchOptions options, CancellationToken ct)
    {
        await using var model = await FakeModelServer.StartAsync(ct);
        // As many as the window keeps, so that it stays as long however much is sent.
        await using var host = await ChatHost.StartAsync(model.Endpoint, ct, "UPDATE app.retention_policies SET window_messages = 60 WHERE scope = 'system'");
        await host.Server.RunAsync(ChatHost.Database, """
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
                SELECT owner_id, conversation_id, role, status, content, tokens FROM app.messages ORDER BY seq
            """, ct);
        Console.WriteLine("A conversation of 60 messages; ms, and in the app ms of CPU:");
        var page = $"/chat/{host.Conversation}";
        await MeasureAsync(host, "the page", 500, options.Rounds * 30, () => host.Person.OpenAsync(page, ct));
        await MeasureAsync(host, "the transcript", 200, options.Rounds * 30, () => host.Person.OpenAsync($"{page}/log", ct));
        var known = await EtagAsync(host, $"{page}/log", ct);
        await MeasureAsync(host, "nothing new", 500, options.Rounds * 30, () => AskAsync(host, $"{page}/log", known, ct));
        var token = Token().Match(await host.Person.Client.GetStringAsync(new Uri(page, UriKind.Relative), ct)).Groups[1].Value;
        await MeasureAsync(host, "a send", 100, options.Rounds * 10, () => SendAsync(host, page, token, ct));
    }

    private static async Task MeasureAsync(ChatHost host, string what, int warmUp, int times, Func<Task> act)
    {
        for (var n = 0; n < warmUp; n++) await act();
        var milliseconds = new Series();
        var before = host.App.ProcessorTime;
        for (var n = 0; n < times; n++)
        {
            var since = Stopwatch.GetTimestamp();
            await act();
            milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        var spent = (host.App.ProcessorTime - before).TotalMilliseconds / times;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-14} {milliseconds.ToText("0.0"),20} {spent,8:0.0}"));
    }

    private static async Task<string> EtagAsync(ChatHost host, string address, CancellationToken ct)
    {
        using var answer = await host.Person.Client.GetAsync(new Uri(address, UriKind.Relative), ct);
        return answer.Headers.ETag!.ToString();
    }

    private static async Task AskAsync(ChatHost host, string address, string known, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var answer = await host.Person.Client.SendAsync(request, ct);
        if (answer.StatusCode != HttpStatusCode.NotModified) throw new InvalidOperationException($"{address} answered {answer.StatusCode}.");
    }

    // As the page does: the message goes out, its answer is put in, and the reply is followed to its end.
    private static async Task SendAsync(ChatHost host, string page, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page, UriKind.Relative));
        request.Headers.Add("HX-Request", "true");
        request.Content = new FormUrlEncodedContent([new("message", SampleChat.Question(1)), new("key", Guid.NewGuid().ToString()), new("__RequestVerificationToken", token)]);
        using var sent = await host.Person.Client.SendAsync(request, ct);
        sent.EnsureSuccessStatusCode();
        var question = Seq().Match(await sent.Content.ReadAsStringAsync(ct)).Groups[1].Value;
        var told = await host.Person.Client.GetStringAsync(new Uri($"{page}/replies/{question}/stream", UriKind.Relative), ct);
        if (!told.Contains("data-role=\"assistant\"", StringComparison.Ordinal)) throw new InvalidOperationException("The reply did not come.");
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

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("data-role=\"user\" data-seq=\"([0-9]+)\"")]
    private static partial Regex Seq();
}
