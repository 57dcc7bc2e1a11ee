using System.Globalization;

namespace ConversationMemory.Bench.Insert;

/// <summary>What a send costs in a database that is nearly empty and in one of <c>--rows</c> messages (a million), in turns.</summary>
internal static class GrowthBench
{
    private const int Window = 30;

    // Conversations that are written to: as many people chat at once in either.
    private const int Busy = 240;

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var server = await BenchServer.StartAsync(ct);
        var few = await PrepareAsync(server, "few", Busy * 3 / 2, ct);
        var many = await PrepareAsync(server, "many", (options.Rows ?? 1_000_000) / Window, ct);
        foreach (var clients in new[] { 1, 4 }) await CompareAsync(server, (few, many), options, clients, ct);
    }

    private static async Task<InsertTarget> PrepareAsync(BenchServer server, string name, int conversations, CancellationToken ct)
    {
        await server.CreateAsync(name, ct);
        await server.RunAsync(name, InsertBench.Filled("FillOurs.sql", conversations), ct);
        await server.RunAsync(name, "VACUUM ANALYZE", ct);
        var target = await InsertTarget.OpenAsync(server, name, "InsertOurs.sql", ct);
        return target with { Places = [.. target.Places.Take(Busy)] };
    }

    private static async Task CompareAsync(
        BenchServer server, (InsertTarget Few, InsertTarget Many) targets, BenchOptions options, int clients, CancellationToken ct)
    {
        await server.RunAsync("postgres", "CHECKPOINT", ct);
        var (fewCost, manyCost, costs, speeds) = (new Series(), new Series(), new Series(), new Series());
        for (var round = 0; round < options.Rounds; round++)
        {
            var few = await InsertBench.RoundAsync(targets.Few, options.Round, clients, isDurable: true, ct);
            var many = await InsertBench.RoundAsync(targets.Many, options.Round, clients, isDurable: true, ct);
            fewCost.Add(few.Microseconds);
            manyCost.Add(many.Microseconds);
            costs.Add(many.Microseconds / few.Microseconds);
            speeds.Add(many.PerSecond / few.PerSecond);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Send, {clients} client(s): {fewCost.ToText("0")} µs of server CPU nearly empty, {manyCost.ToText("0")} in the large one, {costs} ×; sends a second {speeds} ×"));
    }
}
