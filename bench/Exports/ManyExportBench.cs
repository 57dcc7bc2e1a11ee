using System.Diagnostics;
using System.Globalization;
using ConversationMemory.Bench.App;
using ConversationMemory.Bench.Insert;

namespace ConversationMemory.Bench.Exports;

/// <summary>
/// Exports <c>--rows</c> conversations of 30 messages (10,000) as one ZIP of Markdown and JSON, while four clients send; the same sending alone before
/// and after it.
/// </summary>
internal static class ManyExportBench
{
    private const int Clients = 4;
    private const int OtherConversations = 3000;

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        var conversations = options.Rows ?? 10_000;
        await using var host = await ChatHost.StartAsync(model: null, ct, InsertBench.Filled("FillOurs.sql", OtherConversations));
        await host.Server.RunAsync(ChatHost.Database, BenchFile.Read("FillExports.sql").Replace("{conversations}", conversations.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), ct);
        var target = await InsertTarget.OpenAsync(host.Server, ChatHost.Database, "InsertOurs.sql", ct);
        var (alone, beside, memory) = (new Series(), new Series(), new Series());

        await SendAsync(target, alone, () => Elapsed(options.Round * options.Rounds / 2), ct);
        using (await host.Person.SubmitAsync("/exports", "/exports", ct, ("Scope", "Mine"), ("Formats", "Md"), ("Formats", "Json")))
        {
        }

        var since = Stopwatch.StartNew();
        var exporting = FollowAsync(host, memory, ct);
        await SendAsync(target, beside, () => () => !exporting.IsCompleted, ct);
        var bytes = await exporting;
        var took = since.Elapsed;
        await SendAsync(target, alone, () => Elapsed(options.Round * options.Rounds / 2), ct);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Export of {conversations} conversations beside {Clients} senders: {took.TotalSeconds:0} s, {conversations / took.TotalSeconds:0} a second, {bytes / 1e6:0.0} MB; memory of the app {memory.At(0.1):0}, {memory.Median:0}, {memory.At(1):0} MB (tenth, median, most)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Send: median {alone.Median:0.00} ms alone, {beside.Median:0.00} beside; 99th percentile {alone.At(0.99):0.00} alone, {beside.At(0.99):0.00} beside, {beside.At(0.99) / alone.At(0.99):0.00} ×"));
    }

    private static Func<bool> Elapsed(TimeSpan length)
    {
        var since = Stopwatch.StartNew();
        return () => since.Elapsed < length;
    }

    private static async Task<long> FollowAsync(ChatHost host, Series memory, CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            memory.Add(host.App.Resident / 1e6);
            var state = await host.Server.ReadAsync(ChatHost.Database, "SELECT state FROM app.exports", ct);
            if (state == "done") break;
            if (state is not ("queued" or "running")) throw new InvalidOperationException($"The export is {state}.");
        }

        return long.Parse(await host.Server.ReadAsync(ChatHost.Database, "SELECT length::text FROM app.stored_files", ct), CultureInfo.InvariantCulture);
    }

    private static async Task SendAsync(InsertTarget target, Series milliseconds, Func<Func<bool>> until, CancellationToken ct)
    {
        var goesOn = until();
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            await using var writer = await InsertClient.ConnectAsync(target, client, Clients, isDurable: true, ct);
            var own = new List<double>();
            while (goesOn())
            {
                var began = Stopwatch.GetTimestamp();
                await writer.InsertAsync(ct);
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                // People think; four that never do are the whole machine.
                await Task.Delay(5, ct);
            }

            return own;
        }));
        foreach (var time in times.SelectMany(own => own)) milliseconds.Add(time);
    }
}
