using System.Runtime.InteropServices;
using ConversationMemory.Bench;
using ConversationMemory.Bench.App;
using ConversationMemory.Bench.Context;
using ConversationMemory.Bench.Exports;
using ConversationMemory.Bench.Insert;
using ConversationMemory.Bench.Monitor;
using ConversationMemory.Bench.Pdf;
using ConversationMemory.Bench.Plans;
using ConversationMemory.Bench.Search;
using ConversationMemory.Bench.Storage;
using ConversationMemory.Bench.Sweep;

var benchmarks = new Dictionary<string, Func<BenchOptions, CancellationToken, Task>>
{
    ["insert"] = InsertBench.RunAsync,
    ["growth"] = GrowthBench.RunAsync,
    ["context"] = ContextBench.RunAsync,
    ["page"] = PageBench.RunAsync,
    ["firsttoken"] = FirstTokenBench.RunAsync,
    ["telemetry"] = TelemetryBench.RunAsync,
    ["memory"] = MemoryBench.RunAsync,
    ["plans"] = PlansBench.RunAsync,
    ["monitor"] = MonitorBench.RunAsync,
    ["search"] = SearchBench.RunAsync,
    ["searchspeed"] = SearchBench.SpeedAsync,
    ["storage"] = StorageBench.RunAsync,
    ["sweep"] = SweepBench.RunAsync,
    ["export"] = ManyExportBench.RunAsync,
    ["import"] = ImportBench.RunAsync,
    ["pdf"] = PdfBench.RunAsync,
};
var chosen = args.FirstOrDefault(arg => !arg.StartsWith('-')) ?? "all";
if (chosen != "all" && !benchmarks.ContainsKey(chosen))
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project bench -- [{string.Join('|', benchmarks.Keys)}|all] [--rows n] [--rounds n] [--seconds n]");
    return 1;
}

// However it is ended, what it started is stopped and its folders are removed.
using var stop = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    foreach (var (name, run) in benchmarks)
        if (chosen == "all" || chosen == name) await run(BenchOptions.From(args), stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 1;
}
