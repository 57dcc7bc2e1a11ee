using System.Diagnostics;

namespace ConversationMemory.Data.Cluster;

/// <summary>
/// Runs programs as the user the server runs as. PostgreSQL refuses to run as root, so root becomes the user that the
/// distribution's packages make for it; everybody else stays who they are.
/// </summary>
internal static class ServerUser
{
    public const string Name = "postgres";

    // Opened as descriptor 3 before the user is switched: so it works even where a parent directory, such as root's
    // home, is closed to that user. Everything is done through this path.
    public const string Directory = "/proc/self/fd/3";

    private const string OpenDirectory = "exec 3<\"$0\" </dev/null && exec \"$@\"";
    private const string OpenDirectoryAndLog = "exec 3<\"$0\" </dev/null >\"$1\" 2>&1 && shift && exec \"$@\"";

    /// <summary>A command with <paramref name="directory"/> open, its output readable.</summary>
    public static ProcessStartInfo Command(string directory, params string[] command) => new("/bin/sh",
        ["-c", OpenDirectory, directory, .. Switch(), .. command])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    };

    /// <summary>
    /// The server itself. The kernel interrupts it when the thread that started it ends, so it cannot outlive the app;
    /// and it has a session of its own, so that Ctrl+C reaches the app alone and requests can finish.
    /// </summary>
    public static ProcessStartInfo Server(string directory, string log, params string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh",
            ["-c", OpenDirectoryAndLog, directory, log, "setsid", .. Switch("--pdeathsig", "INT"), .. command])
        {
            WorkingDirectory = "/",
        };
        // The app's environment holds keys and passwords that are none of the server's business.
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The exit code and all that it printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await errors);
    }

    private static string[] Switch(params string[] more) => (Environment.IsPrivilegedProcess, more) switch
    {
        (true, _) => ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "--inh-caps=-all", .. more, "--"],
        (false, []) => [],
        (false, _) => ["setpriv", .. more, "--"],
    };
}
