using System.Diagnostics;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Runs the scripts of the folder <c>deploy</c> as an administrator does.</summary>
public static class DeployScript
{
    private static readonly string[] Settings = ["ConnectionStrings__Database", "DataDirectory", "MasterKey"];

    /// <summary>The folder <c>deploy</c> of the checkout.</summary>
    public static string Folder { get; } = Path.Combine(Checkout(), "deploy");

    /// <summary>Runs a script with these settings and no others.</summary>
    /// <returns>Its exit code, what it printed, and what it said on the error stream.</returns>
    public static Task<ScriptResult> RunAsync(string script, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(Path.Combine(Folder, script), arguments), settings);

    /// <summary>Runs some shell text, in which <c>$deploy</c> is the folder.</summary>
    public static Task<ScriptResult> ShellAsync(string text, IReadOnlyDictionary<string, string> settings) =>
        RunAsync(new ProcessStartInfo("bash", ["-c", text]) { Environment = { ["deploy"] = Folder } }, settings);

    /// <summary>The settings that make a script use this database.</summary>
    /// <param name="asRole">For whom the server is to take it; only a superuser's connection can become another.</param>
    public static Dictionary<string, string> For(string connectionString, string? asRole = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        if (asRole is not null) connection.Options = $"-c role={asRole}";
        return new() { ["ConnectionStrings__Database"] = connection.ConnectionString };
    }

    private static async Task<ScriptResult> RunAsync(ProcessStartInfo start, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var name in Settings) start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return new(process.ExitCode, (await output).Trim(), (await errors).Trim());
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ConversationMemory.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}

/// <summary>How a script ended.</summary>
public sealed record ScriptResult(int Code, string Output, string Errors)
{
    /// <summary>What it printed, which it did if it ended well.</summary>
    public string Succeeded()
    {
        Assert.True(Code == 0, $"It ended with {Code}: {Output} {Errors}");
        return Output;
    }

    /// <summary>What it complained of, and failed.</summary>
    public string Failed()
    {
        Assert.NotEqual(0, Code);
        return Errors;
    }
}
