using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ConversationMemory.Bench.App;

/// <summary>The app as it is shipped, in a process of its own on this machine.</summary>
internal sealed class PublishedApp : IAsyncDisposable
{
    private static readonly string Root = FindRoot();
    private static readonly string Folder = Path.Combine(Root, "artifacts", "bench-app");
    private static bool isPublished;

    private readonly Process process;

    private PublishedApp(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public int ProcessId => process.Id;

    /// <summary>Bytes in memory now.</summary>
    public long Resident
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>What the app, without its database, has spent on cores so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <param name="settings">As the environment holds them, such as <c>Model__Endpoint</c>.</param>
    /// <param name="ct">Gives up waiting until it is ready.</param>
    public static async Task<PublishedApp> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        await PublishAsync(ct);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "ConversationMemory.Web.dll")])
        {
            WorkingDirectory = Folder,
            Environment = { ["ASPNETCORE_URLS"] = address.ToString(), ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Error" },
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        // Nobody here is to be asked to wait, and a model of this shell's environment is not meant.
        foreach (var limit in new[] { "WorkBurst", "WorkPerMinute", "ChatBurst", "ChatPerMinute", "SignInBurst", "SignInPerMinute", "PdfBurst", "PdfPerMinute" })
            start.Environment[$"RateLimits__{limit}"] = "1000000";
        foreach (var name in new[] { "OPENAI_API_KEY", "GROQ_API_KEY", "GEMINI_API_KEY" }) start.Environment.Remove(name);

        var app = new PublishedApp(Process.Start(start)!, address);
        try
        {
            await app.ReadyAsync(ct);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // As a service manager would, so that its own PostgreSQL stops with it.
        if (!process.HasExited)
        {
            using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await signal.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ReadyAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = Address };
        while (!process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync("/health/ready", ct);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50, ct);
        }

        throw new InvalidOperationException($"The app ended with code {process.ExitCode} before it was ready.");
    }

    private static async Task PublishAsync(CancellationToken ct)
    {
        if (isPublished) return;
        using var publish = Process.Start("dotnet",
            ["publish", Path.Combine(Root, "src", "Web"), "--configuration", "Release", "--output", Folder, "--verbosity", "quiet"]);
        await publish.WaitForExitAsync(ct);
        if (publish.ExitCode != 0) throw new InvalidOperationException("The app could not be published.");
        isPublished = true;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ConversationMemory.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this from a checkout.");
        return folder;
    }
}
