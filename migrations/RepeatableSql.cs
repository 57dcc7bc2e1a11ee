using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Migrations;

/// <summary>
/// A file of <c>migrations/sql/&lt;feature&gt;</c>: a function with its triggers, or the rights to a table. It is applied whenever its content has
/// changed, so it says what is in force, and can be applied over itself.
/// </summary>
/// <param name="Name">The path without ending, such as <c>retention/sweep</c>.</param>
/// <param name="Hash">Of its content and of what it comes after: what calls a procedure while it is applied follows the procedure.</param>
public sealed record RepeatableSql(string Name, string Text, string Hash)
{
    private const string After = "-- after: ";

    // The files that are no repeatable ones: what one migration runs once, and what runs at each start or on demand.
    private static readonly string[] Others = ["once/", "setup/"];

    /// <summary>All, each behind those it names in a line <c>-- after: feature/name, feature/name</c>.</summary>
    public static IReadOnlyList<RepeatableSql> All { get; } = Ordered();

    private static List<RepeatableSql> Ordered()
    {
        var ordered = new Dictionary<string, RepeatableSql>();
        foreach (var name in SqlFile.Names.Where(name => !Array.Exists(Others, other => name.StartsWith(other, StringComparison.Ordinal))).Order(StringComparer.Ordinal))
            Add(name, ordered, []);
        return [.. ordered.Values];
    }

    private static RepeatableSql Add(string name, Dictionary<string, RepeatableSql> ordered, HashSet<string> path)
    {
        if (ordered.TryGetValue(name, out var known)) return known;
        if (!path.Add(name)) throw new InvalidOperationException($"The SQL files {string.Join(", ", path)} come after each other in a circle.");
        var text = SqlFile.Read(name);
        var before = BeforeIt(text).Select(other => Add(other, ordered, path).Hash).ToList();
        path.Remove(name);
        return ordered[name] = new RepeatableSql(name, text, HashOf([text, .. before]));
    }

    private static IEnumerable<string> BeforeIt(string text) =>
        text.Split('\n').Where(line => line.StartsWith(After, StringComparison.Ordinal))
            .SelectMany(line => line[After.Length..].Split(',', StringSplitOptions.TrimEntries));

    private static string HashOf(IEnumerable<string> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))));
}
