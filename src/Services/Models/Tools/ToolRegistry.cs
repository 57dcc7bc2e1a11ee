namespace ConversationMemory.Services.Models.Tools;

/// <summary>The tools there are, in the order of their registration.</summary>
public sealed class ToolRegistry
{
    private readonly Dictionary<string, Tool> byName;

    /// <exception cref="ArgumentException">Two tools have the same name.</exception>
    public ToolRegistry(IEnumerable<Tool> tools)
    {
        All = [.. tools];
        byName = All.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<Tool> All { get; }

    /// <returns>Null for a name of an earlier version or of another app, such as in an import.</returns>
    public Tool? Find(string name) => byName.GetValueOrDefault(name);
}
