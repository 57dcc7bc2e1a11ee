using ConversationMemory.Bench;
using ConversationMemory.Bench.App;
using ConversationMemory.Bench.Context;
using ConversationMemory.Bench.Insert;
using ConversationMemory.Bench.Plans;

var benchmarks = new Dictionary<string, Func<BenchOptions, CancellationToken, Task>>
{
    ["insert"] = InsertBench.RunAsync,
    ["context"] = ContextBench.RunAsync,
    ["page"] = PageBench.RunAsync,
    ["firsttoken"] = FirstTokenBench.RunAsync,
    ["memory"] = MemoryBench.RunAsync,
    ["plans"] = PlansBench.RunAsync,
};
var chosen = args.FirstOrDefault(arg => !arg.StartsWith('-')) ?? "all";
if (chosen != "all" && !benchmarks.ContainsKey(chosen))
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project bench -- [{string.Join('|', benchmarks.Keys)}|all] [--rows n] [--rounds n] [--seconds n]");
    return 1;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
foreach (var (name, run) in benchmarks)
    if (chosen == "all" || chosen == name) await run(BenchOptions.From(args), stop.Token);
return 0;
