using System.Collections.Concurrent;

namespace ConversationMemory.Data;

/// <summary>The statements that are SQL rather than LINQ; each file lies beside the class that runs it.</summary>
internal static class Sql
{
    private static readonly ConcurrentDictionary<string, string> Files = new();

    /// <param name="name">The path below <c>src/Data</c> without ending, such as <c>Chat/Queries/AbandonedReplies</c>.</param>
    public static string Read(string name) => Files.GetOrAdd(name, static name =>
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream(name + ".sql")
            ?? throw new FileNotFoundException("No such SQL file in src/Data.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
