using System.Diagnostics;
using System.Globalization;
using ConversationMemory.Bench.Insert;
using ConversationMemory.Data;
using ConversationMemory.Services.Retention.Sweep;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ConversationMemory.Bench.Sweep;

/// <summary>
/// Sweeps stale conversations of 30 messages while 4 clients keep sending, in turns with the same sending alone; the sweep's
/// rate beside one plain DELETE of the same rows; and its cost an hundred times as many rows. <c>--rows</c> is the number of
/// stale messages of the first part, <c>--seconds</c> the length of a turn, <c>--rounds</c> the turns.
/// </summary>
internal static class SweepBench
{
    private const int Window = 30;
    private const int Clients = 4;

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var server = await BenchServer.StartAsync(ct);
        var rows = options.Rows ?? 3_000_000;
        await FillAsync(server, "stale", rows, ct);
        await BesideSendersAsync(server, options, ct);
        await AgainstDeleteAsync(server, rows, ct);
        foreach (var step in new[] { 10_000, 100_000, 1_000_000 })
            if (step <= rows) await AloneAsync(server, step, ct);
    }

    private static async Task FillAsync(BenchServer server, string name, int rows, CancellationToken ct)
    {
        await server.CreateAsync(name, ct);
        await server.RunAsync(name, InsertBench.Filled("FillOurs.sql", rows / Window * 2), ct);
        await server.RunAsync(name, BenchFile.Read("Stale.sql"), ct);
        await server.RunAsync(name, "VACUUM ANALYZE", ct);
    }

    private static async Task BesideSendersAsync(BenchServer server, BenchOptions options, CancellationToken ct)
    {
        await server.CopyAsync("beside", "stale", ct);
        var target = new InsertTarget("ours", server.As("cm_app", "beside"), BenchFile.Read("InsertOurs.sql"), await PlacesAsync(server, ct));
        await using var database = new MaintenanceDataSource(NpgsqlDataSource.Create(server.As("cm_maintenance", "beside")));
        var sweep = new RetentionSweep(database, TimeProvider.System, NullLogger<RetentionSweep>.Instance);
        var (alone, beside) = (new Series(), new Series());
        for (var round = 0; round < options.Rounds; round++)
        {
            await SendAsync(target, options.Round, alone, ct);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var sweeping = Task.Run(() => sweep.RunAsync(SweepLayers.Schedule, most: null, stop.Token), ct);
            await SendAsync(target, options.Round, beside, ct);
            await stop.CancelAsync();
            var swept = (await sweeping)!;
            Console.WriteLine($"  turn {round + 1}: {swept.Counts.Deleted} conversations, {swept.Counts.Messages} messages swept{(swept.Finished ? ", and none left" : "")}; {Environment.WorkingSet / 1_000_000} MB");
        }

        Console.WriteLine($"Send beside the sweep: median {Ms(alone, 0.5)} ms alone, {Ms(beside, 0.5)} beside; 99th percentile {Ms(alone, 0.99)} alone, {Ms(beside, 0.99)} beside, {beside.At(0.99) / alone.At(0.99):0.00} ×");
    }

    private static async Task SendAsync(InsertTarget target, TimeSpan length, Series milliseconds, CancellationToken ct)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            await using var writer = await InsertClient.ConnectAsync(target, client, Clients, isDurable: true, ct);
            var own = new List<double>();
            for (var since = Stopwatch.StartNew(); since.Elapsed < length;)
            {
                var began = Stopwatch.GetTimestamp();
                await writer.InsertAsync(ct);
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return own;
        }));
        foreach (var time in times.SelectMany(own => own)) milliseconds.Add(time);
    }

    private static async Task AgainstDeleteAsync(BenchServer server, int rows, CancellationToken ct)
    {
        var swept = await SweptAsync(server, "stale", ct);
        await server.CopyAsync("plain", "stale", ct);
        await server.RunAsync("postgres", "CHECKPOINT", ct);
        var since = Stopwatch.StartNew();
        await server.RunAsync("plain", BenchFile.Read("PlainDelete.sql"), ct);
        var plain = since.Elapsed;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Sweep against one DELETE of {rows} messages: {rows / swept.TotalSeconds:0} and {rows / plain.TotalSeconds:0} messages/s, {swept / plain:0.0} ×"));
    }

    private static async Task AloneAsync(BenchServer server, int rows, CancellationToken ct)
    {
        var name = $"rows{rows}";
        await FillAsync(server, name, rows, ct);
        var time = await SweptAsync(server, name, ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Sweep of {rows} messages: {time.TotalSeconds:0.00} s, {time.TotalMicroseconds / rows:0.0} µs each"));
    }

    private static async Task<TimeSpan> SweptAsync(BenchServer server, string name, CancellationToken ct)
    {
        await server.CopyAsync($"{name}_swept", name, ct);
        await server.RunAsync("postgres", "CHECKPOINT", ct);
        await using var database = new MaintenanceDataSource(NpgsqlDataSource.Create(server.As("cm_maintenance", $"{name}_swept")));
        var sweep = new RetentionSweep(database, TimeProvider.System, NullLogger<RetentionSweep>.Instance);
        var since = Stopwatch.StartNew();
        await sweep.RunAsync(SweepLayers.Schedule, most: null, ct);
        return since.Elapsed;
    }

    private static async Task<IReadOnlyList<Place>> PlacesAsync(BenchServer server, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(server.As("cm_admin", "beside") + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(BenchFile.Read("LivePlaces.sql"), connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var places = new List<Place>();
        while (await reader.ReadAsync(ct)) places.Add(new Place(reader.GetGuid(0), reader.GetGuid(1)));
        return places;
    }

    private static string Ms(Series series, double part) => series.At(part).ToString("0.00", CultureInfo.InvariantCulture);
}
