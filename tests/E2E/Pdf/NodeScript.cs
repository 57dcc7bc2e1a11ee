namespace ConversationMemory.Tests.E2E.Pdf;

/// <summary>A program in the place of Node, for the setting <c>Pdf__Node</c>: a shell script.</summary>
internal sealed class NodeScript : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("cm-node-");

    /// <param name="script">Lines of sh. <c>$0.said</c> is for what it has to say.</param>
    public NodeScript(string script)
    {
        Path = System.IO.Path.Combine(directory.FullName, "node");
        File.WriteAllText(Path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A worker that has all fonts but this one, and waits for work.</summary>
    public static NodeScript Lacking(string font) => new($"printf 'H\\{Convert.ToString(font.Length, 8)}\\0\\0\\0{font}'; cat >/dev/null");

    public string Path { get; }

    /// <summary>What it said; empty: nothing yet.</summary>
    public string Said => File.Exists($"{Path}.said") ? File.ReadAllText($"{Path}.said") : "";

    public void Dispose() => directory.Delete(recursive: true);
}
