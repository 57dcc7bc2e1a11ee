using System.Globalization;

namespace ConversationMemory.Bench.App;

/// <summary>What the app and its own PostgreSQL hold in memory when nobody uses them. Pages that processes share count once.</summary>
internal static class MemoryBench
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        var directory = Directory.CreateTempSubdirectory("cm-bench-").FullName;
        try
        {
            await using var app = await PublishedApp.StartAsync(new Dictionary<string, string> { ["DataDirectory"] = directory }, ct);
            using var person = new Browser(app.Address);
            await person.RegisterAsync("ada@example.org", ct);
            await person.Client.GetByteArrayAsync(new Uri("/chat/new", UriKind.Relative), ct);
            await Task.Delay(Idle, ct);

            var servers = Directory.GetDirectories("/proc").Where(process => WorksIn(process, directory)).ToList();
            Console.WriteLine($"Memory, idle for {Idle.TotalSeconds:0} s after an account was made and the chat page opened:");
            Console.WriteLine($"  app        {Megabytes($"/proc/{app.ProcessId}", "Rss"),6:0} MB resident, {Megabytes($"/proc/{app.ProcessId}", "Pss"):0} MB of its own");
            Console.WriteLine($"  PostgreSQL {servers.Sum(server => Megabytes(server, "Pss")),6:0} MB in {servers.Count} processes");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static bool WorksIn(string process, string directory)
    {
        try
        {
            return new DirectoryInfo(process + "/cwd").LinkTarget?.StartsWith(directory, StringComparison.Ordinal) == true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static double Megabytes(string process, string measure) => File.ReadLines(process + "/smaps_rollup")
        .Where(line => line.StartsWith(measure + ":", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) / 1024;
}
