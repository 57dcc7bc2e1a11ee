using System.Globalization;
using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Deploy;

/// <summary>The units in <c>deploy</c>, as systemd reads them.</summary>
public sealed partial class SystemdTests : IDisposable
{
    // The exposure that docs/operations.md states: 0 is a service that can do nothing, 10 one that can do everything.
    private const double Exposure = 1.5;

    private readonly string folder = Directory.CreateTempSubdirectory("cm-units-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SystemdFact]
    public async Task Systemd_accepts_the_units_without_a_word()
    {
        foreach (var unit in Directory.GetFiles(DeployScript.Folder, "conversationmemory*.*"))
        {
            // Their programs are where they are on this machine, not where an installation puts them.
            var text = InstalledProgram().Replace(await File.ReadAllTextAsync(unit), "=/bin/true ");
            await File.WriteAllTextAsync(Path.Combine(folder, Path.GetFileName(unit)), text);
        }

        var verified = await RunAsync("systemd-analyze verify \"$folder\"/*");
        Assert.Equal("", verified.Succeeded() + verified.Errors);
    }

    [SystemdFact]
    public async Task Service_is_exposed_no_more_than_the_documentation_says()
    {
        File.Copy(Path.Combine(DeployScript.Folder, "conversationmemory.service"), Path.Combine(folder, "conversationmemory.service"));
        var said = (await RunAsync("systemd-analyze security --offline=true --no-pager \"$folder/conversationmemory.service\"")).Succeeded();
        var exposure = double.Parse(Overall().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(exposure, 0, Exposure);
    }

    private Task<ScriptResult> RunAsync(string command) =>
        DeployScript.ShellAsync(command, new Dictionary<string, string> { ["folder"] = folder });

    [GeneratedRegex("(?<=^ExecStart)=/(usr/bin/dotnet|opt/\\S+) ", RegexOptions.Multiline)]
    private static partial Regex InstalledProgram();

    [GeneratedRegex("Overall exposure level .*: ([0-9.]+)")]
    private static partial Regex Overall();
}
