using System.Diagnostics;
using System.Globalization;

namespace ConversationMemory.Bench.Insert;

/// <summary>
/// Writes to conversations whose window is full: to our tables, to the original drafts' schema, and to our tables with the
/// window's trigger off. In turns, because a machine's speed changes by the minute: only ratios within a turn mean much.
/// </summary>
internal static class InsertBench
{
    private const int Window = 30;

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var server = await BenchServer.StartAsync(ct);
        var targets = await PrepareAsync(server, options.Rows ?? 90_000, ct);
        foreach (var isDurable in new[] { true, false })
            foreach (var clients in new[] { 1, 4, 8 })
                await CompareAsync(server, targets, options, clients, isDurable, ct);
    }

    private static async Task<InsertTarget[]> PrepareAsync(BenchServer server, int rows, CancellationToken ct)
    {
        var conversations = rows / Window;
        Console.WriteLine($"Insert: 500 characters, window of {Window} full, {conversations} conversations of {conversations * 2 / 3} owners.");
        await server.CreateAsync("ours", ct);
        await server.RunAsync("ours", Filled("FillOurs.sql", conversations), ct);
        await server.CopyAsync("plain", "ours", ct);
        await server.CopyAsync("drafts", "ours", ct);
        await server.RunAsync("plain", "ALTER TABLE app.messages DISABLE TRIGGER messages_before_insert", ct);
        await server.RunAsync("drafts", Filled("Drafts.sql", conversations), ct);
        foreach (var database in new[] { "ours", "plain", "drafts" }) await server.RunAsync(database, "VACUUM ANALYZE", ct);
        return
        [
            await InsertTarget.OpenAsync(server, "ours", "InsertOurs.sql", ct),
            await InsertTarget.OpenAsync(server, "drafts", "InsertDrafts.sql", ct),
            await InsertTarget.OpenAsync(server, "plain", "InsertPlain.sql", ct),
        ];
    }

    /// <summary>The file that fills a database, its numbers put in.</summary>
    public static string Filled(string file, int conversations) => BenchFile.Read(file)
        .Replace("{owners}", (conversations * 2 / 3).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{conversations}", conversations.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{window}", Window.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task CompareAsync(
        BenchServer server, InsertTarget[] targets, BenchOptions options, int clients, bool isDurable, CancellationToken ct)
    {
        await server.RunAsync("postgres", "CHECKPOINT", ct);
        var speed = targets.ToDictionary(target => target.Name, _ => new Series());
        var cost = targets.ToDictionary(target => target.Name, _ => new Series());
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var target in targets)
            {
                var (perSecond, microseconds) = await RoundAsync(target, options.Round, clients, isDurable, ct);
                speed[target.Name].Add(perSecond);
                cost[target.Name].Add(microseconds);
            }
        }

        Console.WriteLine($"  {clients} client(s), {(isDurable ? "durable" : "synchronous_commit off")}:");
        foreach (var target in targets)
            Console.WriteLine($"    {target.Name,-7} {speed[target.Name].ToText("0"),20} inserts/s  {cost[target.Name].ToText("0"),18} µs of server CPU each");
        Console.WriteLine($"    ours/drafts {Ratio(speed["ours"], speed["drafts"])}   ours/trigger off {Ratio(speed["ours"], speed["plain"])}");
    }

    public static async Task<(double PerSecond, double Microseconds)> RoundAsync(
        InsertTarget target, TimeSpan length, int clients, bool isDurable, CancellationToken ct)
    {
        var writers = await Task.WhenAll(Enumerable.Range(0, clients)
            .Select(client => InsertClient.ConnectAsync(target, client, clients, isDurable, ct)));
        var before = writers.Sum(writer => writer.ServerTime().TotalMicroseconds);
        var since = Stopwatch.StartNew();
        var counts = await Task.WhenAll(writers.Select(writer => Task.Run(() => WriteAsync(writer, since, length, ct), ct)));
        var elapsed = since.Elapsed;
        var spent = writers.Sum(writer => writer.ServerTime().TotalMicroseconds) - before;
        foreach (var writer in writers) await writer.DisposeAsync();
        return (counts.Sum() / elapsed.TotalSeconds, spent / counts.Sum());
    }

    private static async Task<int> WriteAsync(InsertClient writer, Stopwatch since, TimeSpan length, CancellationToken ct)
    {
        var count = 0;
        for (; since.Elapsed < length; count++) await writer.InsertAsync(ct);
        return count;
    }

    private static Series Ratio(Series ours, Series other)
    {
        var ratio = new Series();
        foreach (var (a, b) in ours.Values.Zip(other.Values)) ratio.Add(a / b);
        return ratio;
    }
}
