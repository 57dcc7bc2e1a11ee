using System.Diagnostics;
using System.Text;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>The app in a process of its own, with its private cluster, for tests that kill it.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ConversationMemory.Web.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The app ended: {Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to its console.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts the app and waits until it listens.</summary>
    public static async Task<AppProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var app = new AppProcess(settings);
        app.Address = await app.listening.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return app;
    }

    /// <summary>Starts the app where it is not expected to come up, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(IReadOnlyDictionary<string, string> settings)
    {
        await using var app = new AppProcess(settings);
        await app.process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (app.process.ExitCode, app.Output);
    }

    /// <summary>Ends it without a chance to put anything in order.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await TerminateAsync();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        const string mark = "Now listening on: ";
        if (line is null) return;
        lock (output) output.AppendLine(line);
        var at = line.IndexOf(mark, StringComparison.Ordinal);
        if (at >= 0) listening.TrySetResult(new Uri(line[(at + mark.Length)..].Trim()));
    }
}
