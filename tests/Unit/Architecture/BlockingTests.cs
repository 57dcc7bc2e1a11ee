using System.Text.RegularExpressions;

namespace ConversationMemory.Tests.Unit.Architecture;

/// <summary>No thread of the shared pool waits for another one: a dozen requests that do freeze all others.</summary>
public sealed partial class BlockingTests
{
    // Each with the reason why it may.
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["ServerSupervisor.cs: LeftoverServer.ClearAsync(paths, logger, stopping.Token).GetAwaiter().GetResult();"] = "on a thread of its own",
        ["ServerSupervisor.cs: server.WaitForExit();"] = "on a thread of its own",
        ["ServerSupervisor.cs: while (restarts && !stopping.Token.WaitHandle.WaitOne(pause));"] = "on a thread of its own",
        ["StoredFileStream.cs: if (position / partSize != number) LoadAsync((int)(position / partSize), CancellationToken.None).GetAwaiter().GetResult();"] =
            "ZipArchive reads its list of files so, in the worker of imports",
        ["OfflineAnswer.cs: var text = result.Result?.ToString() ?? \"\";"] = "what a function returned, not a task",
        ["ChatRequest.cs: written.Add(new JsonObject { [\"role\"] = \"tool\", [\"tool_call_id\"] = result.CallId, [\"content\"] = Text(result.Result) });"] =
            "what a function returned, not a task",
        ["ConversationAccessPageFilter.cs: context.Result = context.HttpContext.Request.IsHtmx() && context.HandlerInstance is PageModel page"] = "a filter's answer, not a task",
    };

    [Fact]
    public void Nothing_blocks_a_thread_of_the_shared_pool()
    {
        var found = SourceFiles().SelectMany(file => File.ReadLines(file.Path)
            .Select(line => line.Trim())
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal) && Blocking().IsMatch(line))
            .Select(line => $"{file.Name}: {line}")).ToList();
        Assert.Empty(found.Except(Allowed.Keys));
        Assert.Empty(Allowed.Keys.Except(found));
    }

    [Theory]
    [InlineData("Parallel.For(0, 9, i => { });")]
    [InlineData("await Parallel.ForEachAsync(all, work);")]
    [InlineData("return texts.AsParallel().Select(Read);")]
    [InlineData("var answer = AskAsync().Result;")]
    [InlineData("AskAsync().Wait();")]
    [InlineData("Task.WaitAll(first, second);")]
    [InlineData("gate.Wait(ct);")]
    [InlineData("AskAsync().GetAwaiter().GetResult();")]
    [InlineData("Thread.Sleep(100);")]
    public void Ways_to_block_are_known(string line) => Assert.Matches(Blocking(), line);

    [Theory]
    [InlineData("await gate.WaitAsync(ct);")]
    [InlineData("return Results.Ok();")]
    [InlineData("return parser.Result();")]
    public void What_only_looks_like_it_is_fine(string line) => Assert.DoesNotMatch(Blocking(), line);

    [GeneratedRegex(@"\bParallel\.|\bAsParallel\(|\.Result\b(?!\()|\.Wait(All|Any|One|ForExit)?\(|\.GetResult\(|\bThread\.Sleep\(")]
    private static partial Regex Blocking();

    private static IEnumerable<(string Name, string Path)> SourceFiles()
    {
        string[] made = [$"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"];
        return Directory.EnumerateFiles(Repository.Folder("src"), "*.cs*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".cshtml" && !made.Any(path.Contains))
            .Select(path => (Path.GetFileName(path), path));
    }
}
