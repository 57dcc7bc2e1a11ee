using System.Text.RegularExpressions;
using ConversationMemory.Bench.App;
using ConversationMemory.Bench.Insert;

namespace ConversationMemory.Bench.Plans;

/// <summary>
/// Uses the app on a database of about a million messages, and prints how PostgreSQL ran each of its statements: the real
/// ones, as the app's roles, identity and row security and all.
/// </summary>
internal static partial class PlansBench
{
    private const int Window = 30;

    private static readonly string[] GrowingTables = ["messages", "conversations", "summaries", "sends", "users", "organisation_members"];

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var host = await ChatHost.StartAsync(model: null, ct,
            InsertBench.Filled("FillOurs.sql", (options.Rows ?? 1_000_000) / Window),
            BenchFile.Read("FillRest.sql"),
            "VACUUM ANALYZE",
            BenchFile.Read("Explain.sql"));
        await host.Server.RunAsync(ChatHost.Database, BenchFile.Read("FillPerson.sql"), ct);
        await UseAsync(host, ct);

        var plans = Plans(host.Server.Directory);
        foreach (var plan in plans) Console.WriteLine(plan + Environment.NewLine);
        var scanned = plans.Where(plan => GrowingTables.Any(table => plan.Contains($"Seq Scan on {table} ", StringComparison.Ordinal))).ToList();
        Console.WriteLine($"Plans: {plans.Count} statements, {scanned.Count} of them read a growing table from end to end.");
    }

    private static async Task UseAsync(ChatHost host, CancellationToken ct)
    {
        var page = $"/chat/{host.Conversation}";
        await host.Person.OpenAsync(page, ct);
        var list = await host.Person.Client.GetStringAsync(new Uri("/conversations", UriKind.Relative), ct);
        await host.Person.OpenAsync("/conversations?before=" + Cursor().Match(list).Groups[1].Value, ct);
        await host.Person.OpenAsync("/conversations?q=talk", ct);
        // The offline assistant answers by searching what the person said before.
        using var sent = await host.Person.SubmitAsync(page, page, ct, ("message", "What did I say about the price of tea?"), ("key", Guid.NewGuid().ToString()));
        while ((await host.Person.Client.GetStringAsync(new Uri(page, UriKind.Relative), ct)).Contains("data-status=\"running\"", StringComparison.Ordinal))
            await Task.Delay(100, ct);
        // The workers look around every ten seconds.
        await Task.Delay(TimeSpan.FromSeconds(12), ct);
    }

    /// <summary>The longest run of each statement: statement, then plan.</summary>
    public static List<string> Plans(string directory)
    {
        var log = string.Concat(Directory.GetFiles(Path.Combine(directory, "postgres", "log")).Order().Select(File.ReadAllText));
        return [.. Entry().Matches(log)
            .Select(entry => (Statement: entry.Groups["statement"].Value, Milliseconds: double.Parse(entry.Groups["ms"].Value, System.Globalization.CultureInfo.InvariantCulture), Plan: entry.Groups["plan"].Value))
            .Where(entry => entry.Statement.Contains("app.", StringComparison.Ordinal))
            .GroupBy(entry => entry.Statement)
            .Select(runs => runs.MaxBy(run => run.Milliseconds))
            .Select(run => $"-- {run.Milliseconds:0.00} ms\n{run.Statement.Trim()}\n{run.Plan}".Replace("\n\t", "\n", StringComparison.Ordinal).TrimEnd())];
    }

    [GeneratedRegex(@"duration: (?<ms>[\d.]+) ms  plan:\n\tQuery Text: (?<statement>(?:.*\n)(?:\t(?!\S.*\(cost=).*\n)*)(?<plan>(?:\t.*\n)+)")]
    private static partial Regex Entry();

    [GeneratedRegex("before=([^\"&]+)")]
    private static partial Regex Cursor();
}
