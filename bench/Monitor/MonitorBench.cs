using System.Diagnostics;
using System.Net;
using ConversationMemory.Bench.App;
using ConversationMemory.Bench.Insert;
using ConversationMemory.Bench.Plans;

namespace ConversationMemory.Bench.Monitor;

/// <summary>The storage monitor of a database of about a million messages: what its page costs, what measuring costs.</summary>
internal static class MonitorBench
{
    private const string Page = "/admin/storage";

    private static readonly string[] Others =
    [
        "/admin/cleanup", "/admin/cleanup?preview=true&Days=0", "/admin/receipts", "/admin/receipts?Conversation={conversation}", "/admin/retention", "/admin/retention/system", "/admin/holds",
        "/admin/audit", "/admin/users", "/admin/users?search=p777", "/admin/agents",
    ];
    private const int Window = 30;

    private static readonly string[] Tables = ["storage_status", "storage_snapshots", "storage_alerts", "app.usage", "ledger", "app.users WHERE", "TABLESAMPLE", "MostMessages"];

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var host = await ChatHost.StartAsync(model: null, ct,
            InsertBench.Filled("FillOurs.sql", (options.Rows ?? 1_000_000) / Window),
            BenchFile.Read("FillUsage.sql"),
            "VACUUM ANALYZE");
        Console.WriteLine("Storage monitor:");
        // The compiler goes on optimising what runs often.
        for (var n = 0; n < 500; n++) await host.Person.OpenAsync(Page, ct);
        await TimeAsync(host, "page", options.Rounds * 50, () => host.Person.OpenAsync(Page, ct));
        var conversation = await host.Server.ReadAsync(ChatHost.Database, "SELECT conversations[1]::text FROM app.receipts LIMIT 1", ct);
        foreach (var other in Others)
        {
            var path = other.Replace("{conversation}", conversation, StringComparison.Ordinal);
            for (var n = 0; n < 60; n++) await host.Person.OpenAsync(path, ct);
            await TimeAsync(host, other, options.Rounds * 10, () => host.Person.OpenAsync(path, ct));
        }

        await TimeAsync(host, "measuring, by the button", options.Rounds, () => MeasureAsync(host, ct));
        await ExplainAsync(host, ct);
    }

    private static async Task TimeAsync(ChatHost host, string what, int times, Func<Task> work)
    {
        var milliseconds = new Series();
        var before = host.App.ProcessorTime;
        for (var n = 0; n < times; n++)
        {
            var since = Stopwatch.GetTimestamp();
            await work();
            milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        var spent = (host.App.ProcessorTime - before).TotalMilliseconds / times;
        Console.WriteLine($"  {what} {milliseconds.ToText("0.0")} ms; {spent:0.0} ms of CPU in the app");
    }

    private static async Task MeasureAsync(ChatHost host, CancellationToken ct)
    {
        await host.Server.RunAsync(ChatHost.Database, BenchFile.Read("AgeFigures.sql"), ct);
        using var answer = await host.Person.SubmitAsync(Page, Page, ct);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException("The button did not measure.");
    }

    private static async Task ExplainAsync(ChatHost host, CancellationToken ct)
    {
        await host.Server.RunAsync(ChatHost.Database, BenchFile.Read("Explain.sql"), ct);
        await host.Server.RunAsync(ChatHost.Database, BenchFile.Read("Reconnect.sql"), ct);
        // The first on each connection that was cut fails.
        for (var n = 0; n < 20; n++)
        {
            using var answer = await host.Person.Client.GetAsync(new Uri(Page, UriKind.Relative), ct);
        }

        await MeasureAsync(host, ct);
        await host.Person.OpenAsync(Page, ct);
        foreach (var plan in PlansBench.Plans(host.Server.Directory).Where(plan => Tables.Any(table => plan.Contains(table, StringComparison.Ordinal))))
            Console.WriteLine(plan + Environment.NewLine);
    }
}
